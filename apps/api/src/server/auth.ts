import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import { cookies, isSecure, sessionCookie } from '../access/credentials.ts'
import type { People } from '../access/people.ts'
import { signInWithin } from '../access/people.ts'
import { lastsAtMost } from '../access/sessions.ts'
import type { App } from '../app.ts'
import { clearCookie, cookie, pendingCookie } from './auth/cookies.ts'
import { destination, homeOf, problemPage, publicOrigin } from './auth/destination.ts'
import { readBody } from './body.ts'
import { answerJson, refuse } from './http.ts'
import type { Origins } from './origins.ts'

/** Bytes of what `POST /auth/key` is sent. */
const longest = 4_096

export type AuthApp = Pick<App, 'access' | 'config' | 'log'>

/** `/auth/…`: signing in to the dashboard and out, and who somebody is. Throws UNAUTHENTICATED, INVALID_INPUT, UNAVAILABLE. */
export async function answerAuth(app: AuthApp, origins: Origins, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const { people } = app.access
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  const asked = `${request.method} ${pathname}`
  if (asked === 'GET /auth/me') return answerMe(app, request, response)
  if (people === null) return refuse(response, 404, 'nobody signs in here: SERIEMA_ACCESS is off')
  switch (asked) {
    case 'GET /auth/sign-in':
      return signIn(app, origins, people, request, response, searchParams.get('return'))
    case 'GET /auth/callback':
      return callback(app, origins, people, request, response)
    case 'POST /auth/key':
    case 'POST /auth/sign-out':
      if (!origins.sentByPage(request)) return refuse(response, 403, 'only the dashboard may ask for this')
      return pathname === '/auth/key'
        ? signInByKey(app, people, request, response)
        : signOut(app, origins, people, request, response)
    default:
      return refuse(response, 404, `nothing is at ${request.method} ${pathname}`)
  }
}

async function answerMe(
  { access, config }: AuthApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const me = access.on ? await access.identify(request).catch(unknown) : null
  const secure = isSecure(config)
  if (me === null && access.on && held(request, sessionCookie(secure)) !== null)
    response.setHeader('set-cookie', clearCookie(sessionCookie(secure), secure))
  answerJson(response, 200, {
    access: access.on ? 'on' : 'off',
    signIn: { oidc: access.people?.provider != null, key: access.on },
    me: me && { name: me.name, kind: me.kind, grants: me.grants },
  })
}

/** Sends the browser to the provider, with what it is to come back with in a cookie that only this server reads. */
async function signIn(
  app: AuthApp,
  origins: Origins,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
  asked: string | null,
): Promise<void> {
  if (people.provider === null)
    return refuse(response, 404, 'nobody vouches for people here: SERIEMA_OIDC_CLIENT_ID is not set')
  const secure = isSecure(app.config)
  const returnTo = destination(asked, origins, request)
  try {
    const { goTo, pending } = await people.provider.begin(callbackOf(app, request))
    const value = people.pending.seal({ ...pending, returnTo })
    response.setHeader('set-cookie', cookie(pendingCookie(secure), value, secure, signInWithin))
    redirect(response, goTo.href)
  } catch (error) {
    redirect(response, problemPage(problemOf(error), returnTo, origins, request))
  }
}

/** Where the provider sends the browser back to. However it ends, what it came with is good for nothing any more. */
async function callback(
  app: AuthApp,
  origins: Origins,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secure = isSecure(app.config)
  const [name, session] = [pendingCookie(secure), sessionCookie(secure)]
  const forget = clearCookie(name, secure)
  const pending = people.pending.open(held(request, name) ?? '')
  if (people.provider === null || pending === null) {
    response.setHeader('set-cookie', forget)
    return redirect(response, problemPage('expired', homeOf(origins, request), origins, request))
  }
  const address = callbackOf(app, request) + new URL(request.url ?? '/', 'http://localhost').search
  try {
    const identity = await people.provider.finish(new URL(address), pending)
    const secret = await people.sessions.openFor(identity, held(request, session))
    app.log.info({ subject: identity.subject }, 'somebody signed in by the OpenID provider')
    response.setHeader('set-cookie', [forget, cookie(session, secret, secure, lastsAtMost)])
    redirect(response, pending.returnTo)
  } catch (error) {
    app.log.info({ why: error instanceof Fault ? error.message : null }, 'nobody was signed in')
    response.setHeader('set-cookie', forget)
    redirect(response, problemPage(problemOf(error), pending.returnTo, origins, request))
  }
}

/** `{"key": …}` signs in with an API key, as long as that is taken. */
async function signInByKey(app: AuthApp, people: People, request: IncomingMessage, response: ServerResponse) {
  const secure = isSecure(app.config)
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new Fault('INVALID_INPUT', 'send application/json: {"key": …}')
  const key = keyIn(await readBody(request, longest))
  const caller = await app.access.keys.recognise(key, request.socket.remoteAddress ?? '')
  if (caller === null) throw new Fault('UNAUTHENTICATED', 'this key is not valid (any more)')
  const secret = await people.sessions.openByKey(caller, key, held(request, sessionCookie(secure)))
  app.log.info({ key: caller.id }, 'somebody signed in by an API key')
  response.setHeader('set-cookie', cookie(sessionCookie(secure), secret, secure, lastsAtMost))
  answerJson(response, 200, { me: { name: caller.name, kind: 'session', grants: caller.grants } })
}

/** Ends the session; `goTo` is where the provider signs out, too, null where that has no such place. */
async function signOut(
  app: AuthApp,
  origins: Origins,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secure = isSecure(app.config)
  const secret = held(request, sessionCookie(secure))
  const ended = secret === null ? null : await people.sessions.close(secret)
  response.setHeader('set-cookie', clearCookie(sessionCookie(secure), secure))
  const tokens = ended === null ? null : people.tokensOf(ended)
  // Signed out here it is in any case.
  const goTo = tokens && (await people.provider?.goodbye(tokens, homeOf(origins, request)).catch(unknown))
  answerJson(response, 200, { goTo: goTo ?? null })
}

const callbackOf = ({ config }: AuthApp, request: IncomingMessage): string =>
  `${publicOrigin(config, request)}/auth/callback`

const held = ({ headers }: IncomingMessage, name: string): string | null => cookies(headers.cookie).get(name) || null

function keyIn(body: string): string {
  try {
    const { key } = JSON.parse(body) as { readonly key?: unknown }
    if (typeof key === 'string') return key.trim()
  } catch {
    // Said below.
  }
  throw new Fault('INVALID_INPUT', 'send {"key": …} with an API key')
}

/** A foreseeable refusal counts as nobody; anything else is thrown on. */
function unknown(error: unknown): null {
  if (error instanceof Fault) return null
  throw error
}

type SignInProblem = 'expired' | 'refused' | 'role' | 'unavailable'

function problemOf(error: unknown): SignInProblem {
  if (!(error instanceof Fault)) throw error
  if (error.code === 'UNAVAILABLE') return 'unavailable'
  return error.code === 'ACCESS_DENIED' ? 'role' : 'refused'
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'content-length': 0 }).end()
}
