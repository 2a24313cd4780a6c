/** How what somebody asked for ended: it was done, it was not theirs to ask, or it could not be done. */
export const auditOutcomes = ['done', 'refused', 'failed'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

/** Whoever did it: as callers are recognised, or the system by itself. */
export type AuditActorKind = 'anyone' | 'key' | 'token' | 'session' | 'unknown' | 'system'

export interface AuditActor {
  readonly kind: AuditActorKind
  /** Unlike that of any other actor of its kind; nothing secret. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** Where it called from; empty for the system. */
  readonly address: string
}

/** What was changed, as far as it is known. */
export interface AuditTarget {
  readonly type: string
  readonly id: string | null
  readonly name: string | null
  /** Key of the series it is, or is of. */
  readonly series: string | null
  /** Such as v3. */
  readonly version: string | null
}

/** A field of a target that is not as it was before. */
export interface AuditChange {
  /** Such as `Model Demand`. */
  readonly target: string
  readonly field: string
  /** null: there was none. */
  readonly before: unknown
  /** null: there is none any more. */
  readonly after: unknown
}

/** An entry of the audit before it has its place in the chain. */
export interface AuditRecord {
  /** UUID: an entry that is written again after an outage is there once. */
  readonly mark: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly actor: AuditActor
  readonly operation: string
  readonly outcome: AuditOutcome
  /** Of the Fault it ended in; null where it was done. */
  readonly code: string | null
  /** That of the Fault, or what is to be said besides. */
  readonly message: string | null
  /** How often: more than once where alike ones of a minute are one entry. */
  readonly times: number
  readonly targets: readonly AuditTarget[]
  readonly changes: readonly AuditChange[]
  /** What was asked for, shortened; null where nothing was. */
  readonly input: unknown
  /** By which the log has the rest. */
  readonly trace: string | null
}

/** An entry in its place: the first has the number 1, the next one more. */
export interface AuditEntry extends AuditRecord {
  readonly id: number
}

/**
 * The text that an entry's hash covers, after the hash before it. It never changes for an entry that is kept, so neither may
 * what is written here.
 */
export const sealedText = (entry: AuditEntry): string =>
  JSON.stringify([
    entry.id,
    entry.mark,
    entry.at,
    entry.actor.kind,
    entry.actor.id,
    entry.actor.name,
    entry.actor.address,
    entry.operation,
    entry.outcome,
    entry.code,
    entry.message,
    entry.times,
    entry.targets,
    entry.changes,
    entry.input,
    entry.trace,
  ])

/** Keys of the series that an entry is about, each once. */
export const seriesOf = (targets: readonly AuditTarget[]): readonly string[] => [
  ...new Set(targets.flatMap(({ series }) => series ?? [])),
]

/** Characters of a text, members of a list or an object, levels, and characters in all that are kept of a value. */
const bounds = { text: 300, members: 30, levels: 6, whole: 3_000 } as const

const secretName = /secret|password|passphrase|token|authorization|cookie/i
const keyText = /\bsrm_([a-z\d]{12})_[\w-]{20,}/g
const tokenText = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g
const hidden = '(hidden)'

/** A text as it may be kept: without secrets, and no longer than a line or two. */
export function keptText(text: string): string {
  const plain = text.toWellFormed().replaceAll('\0', '')
  const safe = plain.replace(keyText, `srm_$1_${hidden}`).replace(tokenText, hidden)
  return safe.length > bounds.text ? `${safe.slice(0, bounds.text).toWellFormed()}…` : safe
}

/** A value as it may be kept: what JSON can say of it, without secrets and what is bulky. */
export function keptValue(value: unknown): unknown {
  const kept = shortened(value, bounds.levels)
  const length = JSON.stringify(kept).length
  return length <= bounds.whole ? kept : `(${length} characters)`
}

function shortened(value: unknown, levels: number): unknown {
  if (value == null) return null
  if (typeof value === 'string') return keptText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object') return String(value)
  if (ArrayBuffer.isView(value) || levels === 0) return '(left out)'
  if (Array.isArray(value)) {
    const kept = value.slice(0, bounds.members).map(each => shortened(each, levels - 1))
    return value.length > kept.length ? [...kept, `(${value.length - kept.length} more)`] : kept
  }
  const given = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(
    given
      .slice(0, bounds.members)
      .map(([name, each]) => [keptText(name), secretName.test(name) ? hidden : shortened(each, levels - 1)]),
  )
}

/** Fields of a target before and after; null: it was not there. */
export type AuditFields = Readonly<Record<string, unknown>> | null

/** What is not as it was, field by field. */
export function differences(target: string, before: AuditFields, after: AuditFields): AuditChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].flatMap(field => {
    const [was, is] = [keptValue(before?.[field]), keptValue(after?.[field])]
    const same = JSON.stringify(before?.[field] ?? null) === JSON.stringify(after?.[field] ?? null)
    return same ? [] : [{ target, field, before: was, after: is }]
  })
}
