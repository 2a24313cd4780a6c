import { advance, dueAt, type IncidentInput, noIncident } from '@seriema/domain/alert/incident'
import { groupKeyOf } from '@seriema/domain/alert/rule'
import { observe, type Windows } from '@seriema/domain/alert/signal'
import type { HeldSignal } from '../store/alert/signal.ts'
import type { Series } from '../store/series.ts'
import { type Sighting, sighting } from './conditions/contract.ts'
import type { AlertDraft } from './draft/alert-draft.ts'
import { type Cause, carryTransition, type Touched } from './draft/transition.ts'
import { type HeldIncident, incidentKey, type Memory, maintenanceAt, signalKey } from './memory.ts'
import type { WatchedRule } from './watching.ts'

/** What one batch changes of what is remembered: nothing of it counts before it is stored. */
export interface Draft {
  readonly now: number
  /** A rule sees something of a series, or of what is none. */
  see(rule: WatchedRule, series: Series | null, seen: Sighting): void
  /** A rule watches a series no more. */
  forget(rule: WatchedRule, seriesId: number | null): void
  /** What time alone changes; with what is known of the series of `dueSeries`. */
  tick(known: ReadonlyMap<number, Series>): void
  /** By `signalKey`; null: at rest. */
  readonly signals: ReadonlyMap<string, HeldSignal | null>
  /** By `incidentKey`. */
  readonly incidents: ReadonlyMap<string, HeldIncident>
  readonly alerts: readonly AlertDraft[]
}

/** Of what is seen in an instant: it is over as soon as it is said to be. */
const atOnce = { recoveryCount: 1, recoveryFor: 0 }

/** `now`: epoch milliseconds. */
export function createDraft(memory: Memory, now: number): Draft {
  const signals = new Map<string, HeldSignal | null>()
  const incidents = new Map<string, Touched>()
  const alerts: AlertDraft[] = []
  const maintained = maintenanceAt(memory, now)
  let known: ReadonlyMap<number, Series> = new Map()
  const seriesOf = (id: number | null) => (id === null ? null : (known.get(id) ?? null))

  const signalOf = (key: string): HeldSignal | null => {
    const drafted = signals.get(key)
    return drafted === undefined ? (memory.signals.get(key) ?? null) : drafted
  }

  const incidentOf = (key: string): Touched => {
    const drafted = incidents.get(key)
    if (drafted !== undefined) return drafted
    const held = memory.incidents.get(key) ?? { incident: noIncident, alert: null, on: new Set<number | null>() }
    const touched: Touched = { ...held, on: new Map([...held.on].map(id => [id, null])), draft: null }
    incidents.set(key, touched)
    return touched
  }

  const step = (rule: WatchedRule, groupKey: string, input: IncidentInput, cause: Cause | null) => {
    const touched = incidentOf(incidentKey(rule.id, groupKey))
    if (input === 'on') touched.on.set(cause!.seriesId, cause)
    const maintenance =
      cause === null ? [...touched.on.keys()].every(id => maintained(seriesOf(id))) : maintained(cause.series)
    const { incident, transitions } = advance(rule, touched.incident, input, { now, maintenance })
    touched.incident = incident
    for (const transition of transitions)
      carryTransition({ rule, groupKey, touched, cause, now, alerts, maintenance }, transition)
    if (input === 'off') touched.on.delete(cause!.seriesId)
  }

  const observed = (rule: WatchedRule, windows: Windows, series: Series | null, seen: Sighting, key: string) => {
    const before = signalOf(key)
    // Nearly all that is seen is this: at rest before and after.
    if (before === null && !seen.holds) return
    const { signal, turned } = observe(windows, before?.state ?? null, seen)
    if (signal === (before?.state ?? null) && turned === null) return
    const seriesId = series?.id ?? before?.seriesId ?? null
    const groupKey = before?.turnedAt == null ? groupKeyOf(rule, series) : before.groupKey
    const turnedAt = turned === 'on' ? now : (before?.turnedAt ?? null)
    signals.set(key, signal === null ? null : { ruleId: rule.id, seriesId, groupKey, turnedAt, state: signal })
    const since = signal?.heldSince ?? seen.at
    if (turned !== null) step(rule, groupKey, turned, { series, seriesId, seen, since })
  }

  const expire = ({ ruleId, seriesId, turnedAt, state }: HeldSignal, key: string) => {
    const rule = memory.watching.rules.get(ruleId)
    if (rule?.means.lasts === undefined) return
    const over = state.at + rule.means.lasts(rule.settings)
    if (over > now) return
    if (turnedAt === null) signals.set(key, null)
    else observed(rule, { ...rule, ...atOnce }, null, { ...sighting(over, false) }, signalKey(ruleId, seriesId))
  }

  const wake = (key: string, held: Pick<HeldIncident, 'incident' | 'alert'>, count: number) => {
    const due = dueAt(held.incident)
    const orphan = held.alert !== null && count === 0
    if (!orphan && (due === null || due > now)) return
    const [ruleId, ...rest] = key.split(' ')
    const rule = memory.watching.rules.get(Number(ruleId))
    if (rule !== undefined) step(rule, rest.join(' '), orphan ? 'off' : 'tick', orphan ? gone : null)
  }

  return {
    now,
    see: (rule, series, seen) => observed(rule, rule, series, seen, signalKey(rule.id, series?.id ?? null)),
    forget(rule, seriesId) {
      const key = signalKey(rule.id, seriesId)
      const before = signalOf(key)
      if (before === null) return
      signals.set(key, null)
      if (before.turnedAt !== null)
        step(rule, before.groupKey, 'off', { series: null, seriesId, seen: sighting(now, false), since: now })
    },
    tick(series) {
      known = series
      for (const [key, held] of memory.signals) if (!signals.has(key)) expire(held, key)
      for (const [key, held] of memory.incidents) if (!incidents.has(key)) wake(key, held, held.on.size)
    },
    signals,
    get incidents() {
      return new Map(
        [...incidents].map(([key, { incident, alert, on }]) => [key, { incident, alert, on: new Set(on.keys()) }]),
      )
    },
    alerts,
  }
}

/** Series of incidents that time alone changes by now. */
export const dueSeries = ({ incidents }: Memory, now: number): readonly number[] =>
  [...incidents.values()]
    .filter(({ incident }) => (dueAt(incident) ?? Number.POSITIVE_INFINITY) <= now)
    .flatMap(({ on }) => [...on].filter(id => id !== null))

/** All series of the alert are gone. */
const gone: Cause = { series: null, seriesId: -1, seen: sighting(0, false), since: 0 }
