import { sessionCookie } from '../../access/credentials.ts'
import { answerJson } from '../http.ts'
import { clearCookie } from './cookies.ts'
import { homeOf } from './destination.ts'
import { held, refusedIsNull, signedIn, type Visit } from './visit.ts'

/** `POST /auth/sign-out`: ends the session; `goTo` is where the provider signs out, too, null where that has no such place. */
export async function signOut(visit: Visit): Promise<void> {
  const { app, origins, people, secure, request, response } = visit
  const name = sessionCookie(secure)
  const secret = held(request, name)
  const ended = secret === null ? null : await people.sessions.close(secret)
  if (ended !== null) await app.audit.record({ actor: signedIn(visit, ended), operation: 'signOut', outcome: 'done' })
  response.setHeader('set-cookie', clearCookie(name, secure))
  const tokens = ended === null ? null : people.tokensOf(ended)
  // Here the session is over, whether the provider answers or not.
  const goTo = tokens && (await people.provider?.goodbye(tokens, homeOf(origins, request)).catch(refusedIsNull))
  answerJson(response, 200, { goTo: goTo ?? null })
}
