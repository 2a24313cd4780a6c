import { type FreshnessState, freshness, type Standing } from './cadence.ts'
import { Fault } from './fault.ts'
import { between, millisecondsOf, type Step } from './step.ts'

/**
 * What the points of a series are asked: whether any are missing, whether they can be true, whether they come, and whether
 * too many stand out.
 */
export const qualityRules = ['completeness', 'consistency', 'timeliness', 'outliers'] as const
export type QualityRule = (typeof qualityRules)[number]

/** Of each rule the figure at which it fails; one of 0 always passes. null: the default. */
export type QualityLimits = { readonly [R in QualityRule]: number | null }

const day = 86_400_000

/** Shares of values, and milliseconds since the last point. A step that is longer has three of its own. */
export const usualQualityLimits = { completeness: 0.05, consistency: 0, timeliness: 7 * day, outliers: 0.02 } as const

/** As they arrive from outside: what is left out stays, null is the default again. */
export type QualityLimitsDraft = { readonly [R in QualityRule]?: number | null | undefined }

export const longestTimeliness = 3_650 * day

/** Throws INVALID_INPUT naming the limit and what it may be. */
export function defineQualityLimits(draft: QualityLimitsDraft, previous: QualityLimits | null): QualityLimits {
  const limits = Object.fromEntries(
    qualityRules.map(rule => [rule, draft[rule] === undefined ? (previous?.[rule] ?? null) : draft[rule]]),
  ) as QualityLimits
  for (const rule of qualityRules) {
    const limit = limits[rule]
    if (limit === null) continue
    if (rule === 'timeliness' ? !(limit >= 1_000 && limit <= longestTimeliness) : !(limit >= 0 && limit <= 1))
      throw new Fault(
        'INVALID_INPUT',
        rule === 'timeliness'
          ? `the limit of timeliness is in milliseconds, from a second to ten years, not ${limit}`
          : `the limit of ${rule} is a share from 0 to 1, not ${limit}`,
      )
  }
  return limits
}

/** What was counted in a window of a series, up to its end. Instants in epoch milliseconds. */
export interface QualityCounts {
  readonly points: number
  /** Values of all channels that are missing in these points. */
  readonly missingValues: number
  /** Instants that should have had a point, between the first and the last. */
  readonly missingInstants: number
  /** Values outside the plausible range of their channel, and readings of counters below zero. */
  readonly implausible: number
  /** Readings of a counter below the one before that are no new beginning. */
  readonly decreases: number
  /** Anomalies kept of these points. */
  readonly anomalies: number
  /** null where the window has no point. */
  readonly first: number | null
  readonly last: number | null
}

/** What a series must be known of to judge it. */
export interface JudgedSeries extends Standing {
  readonly channels: readonly unknown[]
  readonly firstAt: number | null
}

/** How one rule came out. */
export interface QualityResult {
  readonly rule: QualityRule
  /** A share of values, or for timeliness milliseconds since the last point, below 0 where it lies ahead; null: unknown. */
  readonly figure: number | null
  readonly limit: number
  /** null where there is too little to say. */
  readonly passed: boolean | null
}

/** Instants, and values, below which a share says nothing: one of them would be beyond the limit by itself. */
const [fewestInstants, fewestValues] = [20, 50]
/** Clocks of senders may be ahead by so much (milliseconds). */
const aheadAtMost = 60_000

/** Whether a figure is within its limit: below it, or nothing at all. */
const passes = (figure: number, limit: number): boolean => figure === 0 || figure < limit

/**
 * Each rule on a window. Completeness counts values that should be there: those of instants at which no point came, by the
 * step, and those missing in points. Of an archive nobody waits for the next point, so its timeliness is unknown.
 *
 * @param window from (inclusive) and to (exclusive), epoch milliseconds
 * @param now epoch milliseconds
 */
export function judgeQuality(
  series: JudgedSeries,
  counts: QualityCounts,
  limits: QualityLimits | null,
  window: QualityWindow,
  now: number,
): readonly QualityResult[] {
  const channels = series.channels.length
  const values = counts.points * channels - counts.missingValues
  const { state } = freshness(series, now)
  const limitOf = (rule: QualityRule) => limits?.[rule] ?? usualLimit(rule, series.step)
  const told = (rule: QualityRule, figure: number | null, known: boolean): QualityResult => {
    const limit = limitOf(rule)
    return { rule, figure, limit, passed: figure === null || !known ? null : passes(figure, limit) }
  }
  const missing = missingIn(series, counts, window, state)
  const expected = missing === null ? 0 : counts.points + missing
  const age = series.lastAt === null ? null : now - series.lastAt
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)
  return [
    told(
      'completeness',
      missing === null ? null : share(missing * channels + counts.missingValues, expected * channels),
      expected >= fewestInstants,
    ),
    told('consistency', share(counts.implausible + counts.decreases, values), true),
    timeliness(told('timeliness', age, state !== 'ARCHIVE'), age),
    told('outliers', share(counts.anomalies, values), values >= fewestValues),
  ]
}

const timeliness = (told: QualityResult, age: number | null): QualityResult =>
  age !== null && age < -aheadAtMost && told.passed !== null ? { ...told, passed: false } : told

const usualLimit = (rule: QualityRule, step: Step | null): number =>
  rule === 'timeliness' && step !== null
    ? Math.max(usualQualityLimits.timeliness, 3 * millisecondsOf(step))
    : usualQualityLimits[rule]

/** `from` inclusive, `to` exclusive, epoch milliseconds. */
export interface QualityWindow {
  readonly from: number
  readonly to: number
}

/** Instants of a window at which a point should have come and did not; null where no step says when. */
function missingIn(
  { step, firstAt }: JudgedSeries,
  { missingInstants, first, last }: QualityCounts,
  { from, to }: QualityWindow,
  state: FreshnessState,
): number | null {
  if (step === null || firstAt === null) return null
  const began = Math.max(from, firstAt)
  if (first === null || last === null) return began < to ? Math.max(0, between(step, began, to)) : null
  const before = firstAt < from ? Math.max(0, between(step, from, first) - 1) : 0
  // The next point may be on its way.
  const after = state === 'STALE' ? Math.max(0, between(step, last, to) - 1) : 0
  return before + missingInstants + after
}

/** Instants between the first and the last of some (ascending epoch milliseconds) at which a point should have been. */
export function missingBetween(step: Step, times: Float64Array): number {
  let missing = 0
  for (let i = 1; i < times.length; i++) missing += Math.max(0, between(step, times[i - 1]!, times[i]!) - 1)
  return missing
}

/** Lengths of windows that are looked at by themselves, and how many steps one should hold. */
const usualWindows = [day, 7 * day, 30 * day, 365 * day] as const
const stepsInWindow = 100

/** Milliseconds of the window that suits a step: the shortest that holds a hundred, else the longest. */
export const qualityWindow = (step: Step | null): number =>
  step === null
    ? usualWindows[0]
    : (usualWindows.find(length => length / millisecondsOf(step) >= stepsInWindow) ?? usualWindows.at(-1)!)

export const qualityWindowBounds = [60_000, 366 * day] as const

/**
 * Where a window of a series lies: up to now, or of an archive up to its last point. Throws INVALID_INPUT for a length that
 * is none; null is the one that suits the step.
 */
export function windowOf(series: JudgedSeries, length: number | null | undefined, now: number): QualityWindow {
  const [shortest, longest] = qualityWindowBounds
  if (length != null && !(length >= shortest && length <= longest))
    throw new Fault('INVALID_INPUT', `a window of quality is a minute to 366 days in milliseconds, not ${length}`)
  const archive = freshness(series, now).state === 'ARCHIVE'
  const to = (archive ? series.lastAt! : now) + 1
  return { from: to - (length ?? qualityWindow(series.step)), to }
}

/** How many rules fail. */
export const failingIn = (results: readonly QualityResult[]): number =>
  results.filter(({ passed }) => passed === false).length
