import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditActor } from '@seriema/domain/audit'
import { Fault } from '@seriema/domain/fault'
import { cookies } from '../../access/credentials.ts'
import type { People } from '../../access/people.ts'
import type { App } from '../../app.ts'
import type { Origins } from '../origins.ts'

/** A browser that signs in or out. */
export interface Visit {
  readonly app: Pick<App, 'access' | 'audit' | 'config' | 'log'>
  readonly origins: Origins
  readonly people: People
  /** Whether cookies go by TLS alone. */
  readonly secure: boolean
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** What a browser's cookie of this name holds. */
export const held = ({ headers }: IncomingMessage, name: string): string | null =>
  cookies(headers.cookie).get(name) || null

/** Whom a session is of, as the audit says it. */
export const signedIn = (
  { app, request }: Visit,
  { subject, name }: { readonly subject: string; readonly name: string },
): AuditActor => ({ kind: 'session', id: subject, name, address: app.access.addresses.of(request) })

/** A foreseeable refusal counts as nothing; anything else is thrown on. */
export function refusedIsNull(error: unknown): null {
  if (error instanceof Fault) return null
  throw error
}
