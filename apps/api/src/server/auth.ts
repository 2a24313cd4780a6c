import type { IncomingMessage, ServerResponse } from 'node:http'
import { isSecure } from '../access/credentials.ts'
import type { App } from '../app.ts'
import { signOutByProvider } from './auth/backchannel-logout.ts'
import { signInByKey } from './auth/by-key.ts'
import { bringBack, sendToProvider } from './auth/by-provider.ts'
import { signOut } from './auth/sign-out.ts'
import type { Visit } from './auth/visit.ts'
import { answerWho } from './auth/who.ts'
import { refuse } from './http.ts'
import type { Origins } from './origins.ts'
import { refuseTold } from './refuse-told.ts'

/** `/auth/…`: signing in to the dashboard and out, and who somebody is. Throws UNAUTHENTICATED, INVALID_INPUT, UNAVAILABLE. */
export async function answerAuth(
  app: Pick<App, 'access' | 'audit' | 'config' | 'log'>,
  origins: Origins,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const { people } = app.access
  const secure = isSecure(app.config)
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  const asked = `${request.method} ${pathname}`
  if (asked === 'GET /auth/me') return answerWho(app.access, secure, request, response)
  if (people === null) return refuse(response, 404, 'nobody signs in here: access is off')
  const visit: Visit = { app, origins, people, secure, request, response }
  switch (asked) {
    case 'GET /auth/sign-in':
      return sendToProvider(visit, searchParams.get('return'))
    case 'GET /auth/callback':
      return bringBack(visit)
    case 'POST /auth/backchannel-logout':
      return signOutByProvider(visit)
    case 'POST /auth/key':
    case 'POST /auth/sign-out':
      if (!origins.sentByPage(request)) {
        return refuseTold(app, request, response, 'only the dashboard may ask for this')
      }
      return pathname === '/auth/key' ? signInByKey(visit) : signOut(visit)
    default:
      return refuse(response, 404, `nothing is at ${request.method} ${pathname}`)
  }
}
