import { Fault } from '@seriema/domain/fault'
import { somebodyAt } from '../../audit/entry.ts'
import { readBody } from '../body.ts'
import { answerJson, refuse } from '../http.ts'
import { signedIn, type Visit } from './visit.ts'

/** Bytes of what is sent. */
const longest = 32_768

/**
 * `POST /auth/backchannel-logout` with `logout_token=…`: the OpenID provider signs somebody out. Their sessions end at once
 * here, within a second everywhere, and their sockets within seconds. No page has a part in it, nor has a cookie.
 */
export async function signOutByProvider(visit: Visit): Promise<void> {
  const { app, people, request, response } = visit
  if (people.readLogout === null)
    return refuse(response, 404, 'nobody vouches for people here: SERIEMA_OIDC_CLIENT_ID is not set')
  try {
    const signedOut = await people.readLogout(
      tokenIn(await readBody(request, longest), request.headers['content-type']),
    )
    const ended = await people.sessions.closeFor(signedOut)
    const message = 'signed out at the OpenID provider'
    for (const session of ended)
      await app.audit.record({ actor: signedIn(visit, session), operation: 'signOut', outcome: 'done', message })
    app.log.info({ sessions: ended.length }, 'the OpenID provider signed somebody out')
    response.writeHead(200, { 'content-length': 0 }).end()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    app.audit.refused(somebodyAt(app.access.addresses.of(request)), 'signOut', error)
    if (error.code === 'UNAVAILABLE') throw error
    answerJson(response, 400, { error: 'invalid_request', error_description: error.message })
  }
}

function tokenIn(body: string, type: string | undefined): string {
  const token =
    /^application\/x-www-form-urlencoded\b/i.test(type ?? '') && new URLSearchParams(body).getAll('logout_token')
  if (token && token.length === 1) return token[0]!
  throw new Fault('INVALID_INPUT', 'send application/x-www-form-urlencoded: logout_token=…')
}
