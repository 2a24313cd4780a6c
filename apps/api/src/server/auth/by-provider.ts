import type { ServerResponse } from 'node:http'
import type { AuditActor } from '@seriema/domain/audit'
import { Fault } from '@seriema/domain/fault'
import { sessionCookie } from '../../access/credentials.ts'
import { signInWithin } from '../../access/people.ts'
import { lastsAtMost } from '../../access/sessions.ts'
import { somebodyAt } from '../../audit/entry.ts'
import { refuse } from '../http.ts'
import { clearCookie, cookie, pendingCookie } from './cookies.ts'
import { destination, homeOf, problemPage, publicOrigin } from './destination.ts'
import { held, signedIn, type Visit } from './visit.ts'

/** Why nobody was signed in, as the dashboard's page is told. */
type Problem = 'expired' | 'refused' | 'role' | 'unavailable'

/** `GET /auth/sign-in`: to the provider, with what to come back with in a cookie that only this server reads. */
export async function sendToProvider(visit: Visit, asked: string | null): Promise<void> {
  const { origins, people, secure, request, response } = visit
  if (people.provider === null)
    return refuse(response, 404, 'nobody vouches for people here: SERIEMA_OIDC_CLIENT_ID is not set')
  const returnTo = destination(asked, origins, request)
  try {
    const { goTo, pending } = await people.provider.begin(callbackOf(visit))
    const value = people.pending.seal({ ...pending, returnTo })
    response.setHeader('set-cookie', cookie(pendingCookie(secure), value, secure, signInWithin))
    redirect(response, goTo.href)
  } catch (error) {
    redirect(response, problemPage(problemOf(error), returnTo, origins, request))
  }
}

/** `GET /auth/callback`: from the provider. However it ends, what the browser came with is good for nothing any more. */
export async function bringBack(visit: Visit): Promise<void> {
  const { app, origins, people, secure, request, response } = visit
  const [name, session] = [pendingCookie(secure), sessionCookie(secure)]
  const forget = clearCookie(name, secure)
  const pending = people.pending.open(held(request, name) ?? '')
  response.setHeader('set-cookie', forget)
  if (people.provider === null || pending === null)
    return redirect(response, problemPage('expired', homeOf(origins, request), origins, request))
  const address = callbackOf(visit) + new URL(request.url ?? '/', 'http://localhost').search
  try {
    const identity = await people.provider.finish(new URL(address), pending)
    const secret = await people.sessions.openFor(identity, held(request, session))
    await app.audit.record({ actor: signedIn(visit, identity), operation: 'signIn', outcome: 'done' })
    app.log.info({ subject: identity.subject }, 'somebody signed in by the OpenID provider')
    response.setHeader('set-cookie', [forget, cookie(session, secret, secure, lastsAtMost)])
    redirect(response, pending.returnTo)
  } catch (error) {
    const problem = problemOf(error)
    if (error instanceof Fault) app.audit.refused(whoWas(error, app.access.addresses.of(request)), 'signIn', error)
    app.log.info({ problem, why: (error as Fault).message }, 'nobody was signed in')
    redirect(response, problemPage(problem, pending.returnTo, origins, request))
  }
}

/** Whom the provider vouched for, where it did and nothing is granted to them. */
const whoWas = ({ details: { subject, name } }: Fault, address: string): AuditActor =>
  typeof subject === 'string' && typeof name === 'string'
    ? { ...somebodyAt(address), id: subject, name }
    : somebodyAt(address)

const callbackOf = ({ app, request }: Visit): string => `${publicOrigin(app.config, request)}/auth/callback`

/** Throws on what is no Fault. */
function problemOf(error: unknown): Problem {
  if (!(error instanceof Fault)) throw error
  if (error.code === 'UNAVAILABLE') return 'unavailable'
  return error.code === 'ACCESS_DENIED' ? 'role' : 'refused'
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'content-length': 0 }).end()
}
