import { advance, type Course, type Incident, noIncident } from './incident.ts'
import { type Observation, observe, type Signal, type Windows } from './signal.ts'

/** What was seen of one series, in the order of time. */
export interface Seen<S> {
  readonly series: S
  /** The alert it belongs to. */
  readonly groupKey: string
  readonly observations: readonly Observation[]
}

/** An alert that there would have been. Instants in epoch milliseconds; `resolvedAt` null: it would still be open. */
export interface Replayed<S> {
  readonly groupKey: string
  readonly openedAt: number
  readonly resolvedAt: number | null
  /** Each series that was part of it, once. */
  readonly series: readonly S[]
}

/**
 * The alerts that a rule would have made of what was seen, in the order in which they would have begun: the same functions
 * decide as for what is seen live, by the instants of what was seen.
 */
export function replay<S>(rule: Windows & Course, seen: readonly Seen<S>[]): readonly Replayed<S>[] {
  const turns = seen
    .flatMap(one => turnsOf(rule, one))
    .sort((a, b) => a.at - b.at || Number(a.turned === 'off') - Number(b.turned === 'off'))
  const incidents = new Map<string, Incident>()
  const open = new Map<string, { openedAt: number; series: Set<S>; place: number }>()
  const on = new Map<string, Set<S>>()
  const alerts: Replayed<S>[] = []

  const step = (groupKey: string, input: 'on' | 'off' | 'tick', now: number) => {
    const before = incidents.get(groupKey) ?? noIncident
    const { incident, transitions } = advance(rule, before, input, { now, maintenance: false })
    incidents.set(groupKey, incident)
    for (const transition of transitions) {
      const current = open.get(groupKey)
      if (transition === 'opened') {
        const begun = { openedAt: now, series: new Set(on.get(groupKey)), place: alerts.length }
        open.set(groupKey, begun)
        alerts.push(told(groupKey, begun, null))
      } else if (current !== undefined) {
        for (const each of on.get(groupKey) ?? []) current.series.add(each)
        alerts[current.place] = told(groupKey, current, transition === 'resolved' ? now : null)
        if (transition === 'resolved') open.delete(groupKey)
      }
    }
  }

  for (const { groupKey, series, turned, at } of turns) {
    const { pending, quietUntil } = incidents.get(groupKey) ?? noIncident
    if (pending && quietUntil <= at) step(groupKey, 'tick', quietUntil)
    const those = on.get(groupKey) ?? new Set<S>()
    on.set(groupKey, those)
    if (turned === 'on') those.add(series)
    step(groupKey, turned, at)
    if (turned === 'off') those.delete(series)
  }
  // What was due after the last of them, was due before the end of what was seen.
  const end = Math.max(0, ...seen.map(({ observations }) => observations.at(-1)?.at ?? 0))
  for (const [groupKey, { pending, quietUntil }] of [...incidents])
    if (pending && quietUntil <= end) step(groupKey, 'tick', quietUntil)
  return alerts
}

const told = <S>(
  groupKey: string,
  { openedAt, series }: { readonly openedAt: number; readonly series: ReadonlySet<S> },
  resolvedAt: number | null,
): Replayed<S> => ({ groupKey, openedAt, resolvedAt, series: [...series] })

function turnsOf<S>(windows: Windows, { series, groupKey, observations }: Seen<S>) {
  const turns: { series: S; groupKey: string; at: number; turned: 'on' | 'off' }[] = []
  let signal: Signal | null = null
  for (const observation of observations) {
    const observed = observe(windows, signal, observation)
    signal = observed.signal
    if (observed.turned !== null) turns.push({ series, groupKey, at: observation.at, turned: observed.turned })
  }
  return turns
}
