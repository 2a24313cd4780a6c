import type { Severity } from './anomaly.ts'

/** What may follow each state; one that nothing follows is an end. */
export const nextRescoreStates = {
  running: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type RescoreState = keyof typeof nextRescoreStates
/** How judging the past anew can end. */
export type RescoreEnd = Exclude<RescoreState, 'running'>

/** How far judging the past anew has come, and what it changes: anomalies of values that are in question again, or not. */
export interface RescoreProgress {
  /** Points. */
  readonly judged: number
  /** Values that were anomalies and still are. */
  readonly stays: number
  readonly goes: number
  readonly comes: number
}

export const nothingJudged: RescoreProgress = { judged: 0, stays: 0, goes: 0, comes: 0 }

/** How many anomalies there are, by severity, and how many of them are alarms. */
export interface AnomalyCounts extends Readonly<Record<Severity, number>> {
  readonly alarms: number
}

export const noAnomalies: AnomalyCounts = { medium: 0, high: 0, critical: 0, alarms: 0 }

/** The counts with those of some more. */
export function countAnomalies(
  before: AnomalyCounts,
  found: readonly { readonly severity: Severity; readonly alarm: boolean }[],
): AnomalyCounts {
  const counts = { ...before }
  for (const { severity, alarm } of found) {
    counts[severity]++
    if (alarm) counts.alarms++
  }
  return counts
}

interface OfValue {
  /** Epoch milliseconds. */
  readonly at: number
  /** 0-based place of the channel. */
  readonly channel: number
}

export interface Difference<Kept, Found> {
  readonly stays: readonly { readonly kept: Kept; readonly found: Found }[]
  readonly goes: readonly Kept[]
  readonly comes: readonly Found[]
}

/** What of the anomalies kept is found again, value by value; each side keeps its order. Of one value one is found at most. */
export function difference<Kept extends OfValue, Found extends OfValue>(
  kept: readonly Kept[],
  found: readonly Found[],
): Difference<Kept, Found> {
  const unmatched = new Map(found.map(one => [nameOf(one), one]))
  const stays: { readonly kept: Kept; readonly found: Found }[] = []
  const goes: Kept[] = []
  for (const one of kept) {
    const again = unmatched.get(nameOf(one))
    if (again === undefined) goes.push(one)
    else {
      stays.push({ kept: one, found: again })
      unmatched.delete(nameOf(one))
    }
  }
  return { stays, goes, comes: [...unmatched.values()] }
}

const nameOf = ({ at, channel }: OfValue): string => `${at} ${channel}`

export const addDifference = (
  before: RescoreProgress,
  judged: number,
  { stays, goes, comes }: Difference<unknown, unknown>,
): RescoreProgress => ({
  judged: before.judged + judged,
  stays: before.stays + stays.length,
  goes: before.goes + goes.length,
  comes: before.comes + comes.length,
})
