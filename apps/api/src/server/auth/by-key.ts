import { Fault } from '@seriema/domain/fault'
import { sessionCookie } from '../../access/credentials.ts'
import { lastsAtMost } from '../../access/sessions.ts'
import { actorOf } from '../../audit/entry.ts'
import { readBody } from '../body.ts'
import { answerJson } from '../http.ts'
import { cookie } from './cookies.ts'
import { held, type Visit } from './visit.ts'

/** Bytes of what is sent. */
const longest = 4_096

/** `POST /auth/key` with `{"key": …}`: signs in with an API key, for as long as that is taken. */
export async function signInByKey({ app, people, secure, request, response }: Visit): Promise<void> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new Fault('INVALID_INPUT', 'send application/json: {"key": …}')
  const key = keyIn(await readBody(request, longest))
  const caller = await app.access.identifyKey(request, key)
  const secret = await people.sessions.openByKey(caller, key, held(request, sessionCookie(secure)))
  await app.audit.record({ actor: actorOf(caller), operation: 'signIn', outcome: 'done' })
  app.log.info({ key: caller.id }, 'somebody signed in by an API key')
  response.setHeader('set-cookie', cookie(sessionCookie(secure), secret, secure, lastsAtMost))
  answerJson(response, 200, { me: { name: caller.name, kind: 'session', grants: caller.grants } })
}

function keyIn(body: string): string {
  try {
    const { key } = JSON.parse(body) as { readonly key?: unknown }
    if (typeof key === 'string') return key.trim()
  } catch {
    // Said below.
  }
  throw new Fault('INVALID_INPUT', 'send {"key": …} with an API key')
}
