import { Fault } from './fault.ts'

/** What a version that is tried out must keep within, and how far it is to be let go by itself. */
export interface RolloutLimits {
  /** Whether it is promoted and rolled back without anybody. Rolling back happens in any case where this is true. */
  readonly automatic: boolean
  /** Shares of a canary, ascending, the last of them 1. */
  readonly steps: readonly number[]
  /** Milliseconds that each share is held at least. */
  readonly hold: number
  /** Points compared before anything but a breakdown is judged. */
  readonly fewestPoints: number
  /** Least share of points on which it says the same as who is active. */
  readonly leastAgreement: number
  /** Most points it may flag that who is active does not, as a share of all. */
  readonly mostExtraFlags: number
  /** Most of its flags that people call false, as a share of those they labelled. */
  readonly mostFalse: number
  /** Most calls that fail, as a share. */
  readonly mostFailures: number
  /** Most milliseconds a call takes, at the 95th percentile. */
  readonly mostLatency: number
  /** Most that its forecasts' mean absolute error may be, as a multiple of that of who is active. */
  readonly mostError: number
}

export const defaultRolloutLimits: RolloutLimits = {
  automatic: true,
  steps: [0.05, 0.25, 0.5, 1],
  hold: 3_600_000,
  fewestPoints: 500,
  leastAgreement: 0.95,
  mostExtraFlags: 0.05,
  mostFalse: 0.5,
  mostFailures: 0.01,
  mostLatency: 100,
  mostError: 1.1,
}

/** What was seen of a shadow or a canary beside who is active, since it began or its share last grew. */
export interface Comparison {
  /** Points on which both spoke, and on how many they said the same. */
  readonly points: number
  readonly agreeing: number
  /** Points that it flagged and who is active did not. */
  readonly extraFlags: number
  /** Calls, and how many of them failed or ran out of time. */
  readonly calls: number
  readonly failures: number
  /** Milliseconds at the 95th percentile; null before the first call. */
  readonly latency: number | null
  /** Mean absolute errors of both where what was forecast has come; null where nothing has. */
  readonly errors: { readonly points: number; readonly own: number; readonly active: number } | null
  /** Its flags that people labelled, and those they called false. */
  readonly labelled: number
  readonly labelledFalse: number
}

export const nothingCompared: Comparison = {
  points: 0,
  agreeing: 0,
  extraFlags: 0,
  calls: 0,
  failures: 0,
  latency: null,
  errors: null,
  labelled: 0,
  labelledFalse: 0,
}

/** A version on its way. `since` is when it began, or when its share last grew, in epoch milliseconds. */
export interface Rollout {
  readonly slot: 'shadow' | 'canary'
  readonly share: number
  readonly since: number
}

/** `promote` gives a canary its next share; where that is 1 it becomes active, as a shadow does. */
export type Verdict =
  | { readonly action: 'hold'; readonly reason: string }
  | { readonly action: 'promote'; readonly share: number; readonly reason: string }
  | { readonly action: 'roll-back'; readonly reason: string }

/** Calls, flags that were labelled, or forecasts that came true, before a share of them means something. */
const fewestToJudge = 20

/**
 * What becomes of a version that is tried out. A breakdown (failures, time, extra flags) is judged as soon as there are a
 * few calls; what is good needs `fewestPoints` and its time. Says the figure and the limit that decided.
 */
export function judgeRollout(rollout: Rollout, limits: RolloutLimits, seen: Comparison, now: number): Verdict {
  const broken = breach(limits, seen)
  if (broken !== null) return { action: 'roll-back', reason: broken }
  const judged = Math.max(seen.points, seen.errors?.points ?? 0)
  if (judged < limits.fewestPoints)
    return { action: 'hold', reason: `${judged} of ${limits.fewestPoints} points are compared` }
  if (seen.points > 0 && seen.agreeing < limits.leastAgreement * seen.points) {
    const reason = `it says the same on ${percent(seen.agreeing, seen.points)} of ${seen.points} points, ${percent(limits.leastAgreement)} are asked`
    return rollout.slot === 'shadow' ? { action: 'hold', reason } : { action: 'roll-back', reason }
  }
  const left = limits.hold - (now - rollout.since)
  if (left > 0) return { action: 'hold', reason: `it is held for another ${Math.ceil(left / 1_000)} s` }
  const share = rollout.slot === 'shadow' ? 1 : nextShare(limits, rollout.share)
  return { action: 'promote', share, reason: `all is within its limits over ${judged} points` }
}

/** The share of a canary after this one; 1: it becomes active. */
export const nextShare = ({ steps }: Pick<RolloutLimits, 'steps'>, share: number): number =>
  steps.find(step => step > share) ?? 1

function breach(limits: RolloutLimits, seen: Comparison): string | null {
  const { calls, failures, latency, points, extraFlags, labelled, labelledFalse, errors } = seen
  if (calls >= fewestToJudge && failures > limits.mostFailures * calls)
    return `${failures} of ${calls} calls failed, at most ${percent(limits.mostFailures)} may`
  if (calls >= fewestToJudge && latency !== null && latency > limits.mostLatency)
    return `a call takes ${Math.round(latency)} ms (95th percentile), at most ${limits.mostLatency} ms are allowed`
  if (points >= 5 * fewestToJudge && extraFlags > limits.mostExtraFlags * points)
    return `it flags ${extraFlags} of ${points} points that who is active does not, at most ${percent(limits.mostExtraFlags)} are allowed`
  if (labelled >= fewestToJudge && labelledFalse > limits.mostFalse * labelled)
    return `people call ${labelledFalse} of ${labelled} of its flags false, at most ${percent(limits.mostFalse)} may be`
  if (errors !== null && errors.points >= limits.fewestPoints && errors.own > limits.mostError * errors.active)
    return `its forecasts are off by ${figure(errors.own)}, those of who is active by ${figure(errors.active)}: at most ${limits.mostError} times that is allowed`
  return null
}

const percent = (part: number, whole = 1): string => `${Number(((100 * part) / whole).toPrecision(3))} %`
const figure = (value: number): string => `${Number(value.toPrecision(3))}`

/** Limits as they arrive from outside: whatever is left out stays as it was. */
export type RolloutLimitsDraft = { readonly [K in keyof RolloutLimits]?: RolloutLimits[K] | null | undefined }

const shares = ['leastAgreement', 'mostExtraFlags', 'mostFalse', 'mostFailures'] as const

/** `previous` with what `draft` changes. Throws INVALID_INPUT naming the limit and what it may be. */
export function defineRolloutLimits(
  draft: RolloutLimitsDraft,
  previous: RolloutLimits = defaultRolloutLimits,
): RolloutLimits {
  const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value != null))
  const limits: RolloutLimits = { ...previous, ...given }
  for (const name of shares)
    if (!(limits[name] >= 0 && limits[name] <= 1))
      throw new Fault('INVALID_INPUT', `${name} is a share from 0 to 1, not ${limits[name]}`)
  const { steps, hold, fewestPoints, mostLatency, mostError } = limits
  if (steps.length < 1 || steps.length > 20 || steps.some((step, i) => !(step > (steps[i - 1] ?? 0) && step <= 1)))
    throw new Fault('INVALID_INPUT', 'steps are 1 to 20 shares that ascend, each above 0 and at most 1')
  if (!(hold >= 0 && hold <= 30 * 86_400_000))
    throw new Fault('INVALID_INPUT', `hold is a number of milliseconds, at most 30 days, not ${hold}`)
  if (!(Number.isInteger(fewestPoints) && fewestPoints >= 1 && fewestPoints <= 10_000_000))
    throw new Fault('INVALID_INPUT', `fewestPoints is a whole number from 1 to 10,000,000, not ${fewestPoints}`)
  if (!(mostLatency > 0 && mostLatency <= 60_000))
    throw new Fault('INVALID_INPUT', `mostLatency is a number of milliseconds up to 60,000, not ${mostLatency}`)
  if (!(mostError > 0 && mostError <= 1_000))
    throw new Fault('INVALID_INPUT', `mostError is a multiple above 0 and up to 1,000, not ${mostError}`)
  return steps.at(-1) === 1 ? limits : { ...limits, steps: [...steps, 1] }
}
