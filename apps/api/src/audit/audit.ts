import type { AuditActor } from '@seriema/domain/audit'
import type { Core } from '../core.ts'
import { forgetAudit } from '../store/audit.ts'
import { transaction } from '../store/database.ts'
import { type AuditDraft, entryOf, seriesTarget, theSystem } from './entry.ts'
import { createAuditWriter } from './writer.ts'

/** Why something was not done: of a Fault, or of an error nobody expected. */
interface Refusal {
  readonly code: string
  readonly message: string
}

/** Points that a caller sent at once. */
export interface SentPoints {
  readonly keys: readonly string[]
  readonly stored: number
  readonly rejected: number
}

/** Where everything is written down that is changed, tried, or refused. */
export interface Audit {
  /** Resolves once it is kept; never throws, and takes no more than seconds. */
  record(draft: AuditDraft): Promise<void>
  /** The same of what is refused: the first at once, what is like it within a minute as one entry. */
  refused(actor: AuditActor, operation: string, fault: Refusal, input?: unknown): void
  /** The same of points: all of a caller's of a minute are one entry. */
  ingested(actor: AuditActor, points: SentPoints): void
  /** The same of what could not be done, and changed nothing. */
  failed(actor: AuditActor, operation: string, fault: Refusal, input?: unknown): void
  /** Writes what is still being counted; resolves once that and all before is kept. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Milliseconds in which what is alike becomes one entry, and between two looks at what is to be forgotten. */
const counting = 60_000
const looking = 3_600_000
/** Different ones counted apart within a minute: a flood of further ones is counted together. */
const apart = 300
/** Keys of series that an entry names, and that are told apart for it. */
const [named, toldApart] = [100, 10_000]
/** Entries removed in one transaction. */
const atOnce = 5_000
const day = 86_400_000

/** What is counted until its minute is over. */
interface Tally {
  readonly draft: AuditDraft
  times: number
  readonly points: { stored: number; rejected: number; readonly keys: Set<string> } | null
}

export function createAudit(core: Pick<Core, 'db' | 'clock' | 'log' | 'config'>): Audit {
  const { db, clock, log } = core
  const kept = core.config.auditDays * day
  const writer = createAuditWriter(core)
  const tallies = new Map<string, Tally>()

  /** That of the last entry, before which all others are kept. */
  let last: Promise<void> = Promise.resolve()
  const record = (draft: AuditDraft): Promise<void> => {
    last = writer.write(entryOf(draft, clock()))
    return last
  }

  /** The tally of what is like this; null where it is the first. */
  const tallyOf = (draft: AuditDraft, points: Tally['points']): Tally | null => {
    const { actor, operation, code, message } = draft
    const full = tallies.size >= apart
    const like = full ? 'others' : JSON.stringify([actor.kind, actor.id, actor.address, operation, code, message])
    const known = tallies.get(like)
    if (known !== undefined) return known
    const several: AuditActor = { kind: 'unknown', id: '', name: 'several', address: '' }
    const others = {
      actor: several,
      operation: 'several',
      outcome: draft.outcome,
      message: 'too many to be told apart',
    }
    const made = { draft: full ? others : draft, times: 0, points }
    tallies.set(like, made)
    return full || points !== null ? made : null
  }

  const count = (draft: AuditDraft) => {
    const known = tallyOf(draft, null)
    if (known === null) void record(draft)
    else known.times++
  }

  const flush = async (): Promise<void> => {
    const counted = [...tallies.values()].filter(({ times }) => times > 0)
    tallies.clear()
    for (const { draft, times, points } of counted)
      void record({
        ...draft,
        times,
        ...(points !== null && {
          targets: [...points.keys].slice(0, named).map(seriesTarget),
          input: { stored: points.stored, rejected: points.rejected, series: points.keys.size },
        }),
      })
    await last
  }

  const forget = async (): Promise<void> => {
    const before = clock() - kept
    let removed = 0
    for (let some = atOnce; some === atOnce; removed += some)
      some = await transaction(db, tx => forgetAudit(tx, before, atOnce))
    if (removed > 0)
      await record({
        actor: theSystem,
        operation: 'forgetAudit',
        outcome: 'done',
        input: { removed, before: new Date(before).toISOString() },
      })
  }
  let forgetting = Promise.resolve()
  const forgetQuietly = () => {
    forgetting = forgetting
      .then(forget)
      .catch(err => log.warn({ err }, 'old entries of the audit could not be removed: trying later'))
  }

  const minute = setInterval(() => void flush(), counting)
  const hour = setInterval(forgetQuietly, looking)
  forgetQuietly()

  return {
    record,
    refused: (actor, operation, { code, message }, input) =>
      count({ actor, operation, outcome: 'refused', code, message, ...(input !== undefined && { input }) }),
    ingested(actor, { keys, stored, rejected }) {
      const draft = { actor, operation: 'ingestPoints', outcome: 'done' } as const
      const tally = tallyOf(draft, { stored: 0, rejected: 0, keys: new Set() })!
      tally.times++
      if (tally.points === null) return
      tally.points.stored += stored
      tally.points.rejected += rejected
      for (const key of keys) if (tally.points.keys.size < toldApart) tally.points.keys.add(key)
    },
    failed: (actor, operation, { code, message }, input) =>
      count({ actor, operation, outcome: 'failed', code, message, ...(input !== undefined && { input }) }),
    flush,
    async close() {
      clearInterval(minute)
      clearInterval(hour)
      await Promise.all([flush(), writer.close(), forgetting])
    },
  }
}
