import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditActor } from '@seriema/domain/audit'
import type { App } from '../app.ts'
import { operationOf, somebodyAt } from '../audit/entry.ts'
import { refuse } from './http.ts'

/** Turns away what may not come, and tells the audit of it; `sender` where it is known who that is. */
export function refuseTold(
  { audit, access }: Pick<App, 'access' | 'audit'>,
  request: IncomingMessage,
  response: ServerResponse,
  message: string,
  { status = 403, sender }: { readonly status?: 403 | 421; readonly sender?: AuditActor } = {},
): void {
  const from = sender ?? somebodyAt(access.addresses.of(request))
  audit.refused(from, operationOf(request), { code: 'ACCESS_DENIED', message })
  refuse(response, status, message)
}
