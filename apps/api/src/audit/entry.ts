import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type AuditActor, type AuditRecord, type AuditTarget, keptText, keptValue } from '@seriema/domain/audit'
import type { Caller } from '../access/caller.ts'
import { currentTrace } from '../telemetry/trace.ts'

/** An entry as whoever writes it says it: what is left out is none. */
export type AuditDraft = Pick<AuditRecord, 'actor' | 'operation' | 'outcome'> & Partial<AuditRecord>

/** What the system does by itself. */
export const theSystem: AuditActor = { kind: 'system', id: 'system', name: 'the system', address: '' }

/** Who asked, without what they may do. */
export const actorOf = ({ kind, id, name, address }: Caller): AuditActor => ({ kind, id, name, address })

/** Somebody who did not say who they are, or was not believed. */
export const somebodyAt = (address: string): AuditActor => ({ kind: 'unknown', id: '', name: 'somebody', address })

/** What a request that is no operation of GraphQL asks for: of its path the first part, for what follows may be anything. */
export const operationOf = ({ method, url }: Pick<IncomingMessage, 'method' | 'url'>): string =>
  `${method} ${/^\/[\w-]*/.exec(url ?? '')?.[0] ?? '/'}`

/** A thing of a type, of which no more is known than is said. */
export const targetOf = (type: string, known: Partial<Omit<AuditTarget, 'type'>> = {}): AuditTarget => ({
  type,
  id: null,
  name: null,
  series: null,
  version: null,
  ...known,
})

export const seriesTarget = (key: string): AuditTarget => targetOf('Series', { series: key })

/** An entry ready to be written: shortened, and without secrets. */
export const entryOf = (
  { actor, operation, outcome, input, message, code, targets = [], changes = [], ...rest }: AuditDraft,
  now: number,
): AuditRecord => ({
  mark: randomUUID(),
  at: now,
  times: 1,
  targets: targets.map(({ name, series, ...each }) => ({ ...each, name: keptOf(name), series: keptOf(series) })),
  changes: changes.map(each => ({ ...each, target: keptText(each.target), field: keptText(each.field) })),
  trace: currentTrace()?.traceId ?? null,
  ...rest,
  actor: { ...actor, id: keptText(actor.id), name: keptText(actor.name) },
  operation: keptText(operation),
  outcome,
  code: code ?? null,
  message: keptOf(message),
  input: input == null ? null : keptValue(input),
})

const keptOf = (text: string | null | undefined): string | null => (text == null ? null : keptText(text))
