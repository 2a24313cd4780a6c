import { randomUUID } from 'node:crypto'
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

export const seriesTarget = (key: string): AuditTarget => ({
  type: 'Series',
  id: null,
  name: null,
  series: key,
  version: null,
})

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
