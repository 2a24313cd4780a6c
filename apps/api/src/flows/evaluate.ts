import { sighting } from '../alerting/conditions/contract.ts'
import { createDraft, type Draft, dueSeries } from '../alerting/draft.ts'
import { type Memory, readMemory, signalKey } from '../alerting/memory.ts'
import { isFor } from '../alerting/watching.ts'
import type { Core } from '../core.ts'
import type { Event } from '../events/event.ts'
import { moveStand, readStand } from '../store/alert/evaluation.ts'
import { transaction } from '../store/database.ts'
import { eventSpan, readEvents } from '../store/event.ts'
import { commitDraft, isEmpty, stale } from './evaluate/commit.ts'
import { firstOf, seeEvents, wantedOf } from './evaluate/gather.ts'
import { createKnownSeries } from './evaluate/known-series.ts'
import { survey } from './evaluate/survey.ts'

export type EvaluateApp = Pick<Core, 'db' | 'clock'>

/** Evaluates rules, batch after batch of events. One process at a time gets anywhere: any number may try. */
export interface Evaluation {
  /** One batch. Whether there is more to be evaluated at once. Throws while the database is away. */
  step(): Promise<boolean>
  /** Forgets what it holds: the next batch begins with what is stored. */
  reset(): void
}

/** Events of one batch at most. */
const eventsAtOnce = 2_000
/** Milliseconds between two looks at how the system is, and between two at how far the stand is that nothing moved. */
const [looking, lagging] = [5_000, 1_000]
/** Milliseconds after the start in which nothing is taken for silent: senders have yet to come back. */
const grace = 10_000

/**
 * Reads the log of events from where it stands, lets the rules in force see what came, and stores what that changes together
 * with the new stand. Between two batches all it needs is in memory; whatever people change makes it read that anew.
 */
export function createEvaluation({ db, clock }: EvaluateApp): Evaluation {
  const known = createKnownSeries()
  const quietUntil = clock() + grace
  let memory: Memory | null = null
  /** How far events were evaluated, which may be ahead of what is stored where nothing was to be stored. */
  let position = 0
  let [lookedAt, storedAt, surveyedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  /** Series whose rules may not be for them any more. */
  let doubted = new Set<number>()

  const current = async (now: number): Promise<Memory> => {
    if (memory !== null && (await unmoved(memory))) return memory
    memory = await readMemory(db, now, quietUntil)
    position = memory.stand.position
    doubted = new Set([...memory.signals.values()].flatMap(({ seriesId }) => seriesId ?? []))
    return memory
  }

  const unmoved = async ({ stand }: Memory): Promise<boolean> => {
    const now = await readStand(db)
    return now.position === stand.position && now.revision === stand.revision && now.groups === stand.groups
  }

  const doubt = (event: Event, { signals, watching }: Memory) => {
    if (event.kind !== 'status' || event.seriesId === null) return
    known.forget(event.seriesId)
    for (const id of watching.rules.keys())
      if (signals.has(signalKey(id, event.seriesId))) {
        doubted.add(event.seriesId)
        return
      }
  }

  /** Rules watch no more what is deleted, or not what they are for any more. */
  const forgetOthers = async ({ signals, watching }: Memory, draft: Draft) => {
    if (doubted.size === 0) return
    const series = await known.read(db, [...doubted], draft.now)
    for (const { ruleId, seriesId } of signals.values()) {
      if (seriesId === null || !doubted.has(seriesId)) continue
      const rule = watching.rules.get(ruleId)
      const one = series.get(seriesId)
      if (rule !== undefined && (one === undefined || !isFor(rule, one))) draft.forget(rule, seriesId)
    }
  }

  const lookAround = async ({ watching: { looks } }: Memory, draft: Draft) => {
    if (looks.length === 0 || Math.abs(draft.now - lookedAt) < looking) return
    for (const rule of looks) draft.see(rule, null, await rule.means.look!(db, rule.settings, draft.now))
    lookedAt = draft.now
  }

  const store = async (held: Memory, to: number, draft: Draft): Promise<void> => {
    const { stand } = held
    if (isEmpty(draft)) {
      position = to
      if (to === stand.position || Math.abs(draft.now - storedAt) < lagging) return
      if (!(await transaction(db, tx => moveStand(tx, stand, to)))) throw stale
    } else {
      const ids = await commitDraft(db, stand, to, draft)
      keep(held, draft, ids)
    }
    position = to
    storedAt = draft.now
    memory = { ...held, stand: { ...stand, position: to } }
  }

  return {
    async step() {
      try {
        const held = await current(clock())
        const { newest } = await eventSpan(db)
        const { kinds } = held.watching
        const range = { after: position, upTo: newest, kinds: [...kinds, 'status'], limit: eventsAtOnce }
        const events = kinds.length === 0 ? [] : await readEvents<Event>(db, range)
        for (const event of events) doubt(event, held)
        const wanted = wantedOf(held.watching, events)
        const batch = firstOf(wanted)
        const cut = batch.length < wanted.length
        const all = !cut && events.length < eventsAtOnce
        const to = all ? Math.max(position, newest) : (cut ? batch : events).at(-1)!.id
        const draft = createDraft(held, clock())
        await seeEvents(db, held, known, batch, draft)
        await forgetOthers(held, draft)
        if (all) {
          await lookAround(held, draft)
          surveyedAt = await survey(db, held.watching, known, draft, surveyedAt)
          for (const { rule, series, at, since } of held.silences.due(draft.now))
            draft.see(rule, series, sighting(at, true, { about: since }))
          draft.tick(await known.read(db, dueSeries(held, draft.now), draft.now))
        }
        await store(held, to, draft)
        doubted = new Set()
        return !all
      } catch (error) {
        memory = null
        if (error === stale) return true
        throw error
      }
    },
    reset() {
      memory = null
    },
  }
}

/** What was stored is what is remembered from now on. */
function keep(memory: Memory, draft: Draft, ids: readonly number[]): void {
  for (const [key, held] of draft.signals) {
    if (held === null) memory.signals.delete(key)
    else memory.signals.set(key, held)
  }
  const idOf = new Map(draft.alerts.map(({ row }, i) => [row, ids[i]!]))
  for (const [key, held] of draft.incidents) {
    const id = held.alert === null ? undefined : idOf.get(held.alert)
    const alert = held.alert !== null && id !== undefined ? { ...held.alert, id } : held.alert
    if (alert === null && held.on.size === 0 && held.incident.quietUntil <= draft.now) memory.incidents.delete(key)
    else memory.incidents.set(key, { ...held, alert })
  }
}
