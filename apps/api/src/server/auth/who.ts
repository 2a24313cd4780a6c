import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from '../../access/access.ts'
import { sessionCookie } from '../../access/credentials.ts'
import { answerJson } from '../http.ts'
import { clearCookie } from './cookies.ts'
import { held, refusedIsNull } from './visit.ts'

/** `GET /auth/me`: whether callers are asked who they are, how they may sign in, and who this one is. */
export async function answerWho(
  access: Access,
  secure: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const me = access.on ? await access.identifyShown(request).catch(refusedIsNull) : null
  const name = sessionCookie(secure)
  if (me === null && access.on && held(request, name) !== null)
    response.setHeader('set-cookie', clearCookie(name, secure))
  answerJson(response, 200, {
    access: access.on ? 'on' : 'off',
    signIn: { oidc: access.people?.provider != null, key: access.on },
    me: me && { name: me.name, kind: me.kind, grants: me.grants },
  })
}
