import { Fault } from './fault.ts'
import { millisecondsOf, type Step } from './step.ts'

/**
 * How far a channel has moved away from what its forecaster learnt, less what chance alone makes of it, in nats. PSI is the
 * population stability index, `kl` the Kullback–Leibler divergence of the present from the past.
 */
export interface ChannelDrift {
  /** 0-based place of the channel. */
  readonly channel: number
  readonly psi: number
  readonly kl: number
  /** PSI of what is forecast now beside what was forecast at first; null until forecasts of five windows were seen. */
  readonly prediction: number | null
  readonly predictionDrifted: boolean
  /** What `psi` has drifted at: the series' limit, or what chance reaches once in a hundred windows where that is more. */
  readonly limit: number
  readonly drifted: boolean
}

/** What a series is like now beside what its forecaster learnt from. Instants in epoch milliseconds. */
export interface Drift {
  /** Until when it was looked at: the instant of its last point then. */
  readonly at: number
  /** Milliseconds before that which were held against the past. */
  readonly window: number
  /** Values in the window, of the channel that has the most. */
  readonly samples: number
  readonly channels: readonly ChannelDrift[]
  /** Season lengths in points, 1 for none; and whether the season is another one. */
  readonly seasonThen: number
  readonly seasonNow: number
  readonly seasonChanged: boolean
  /** Median milliseconds between points; and whether they come at another rate. */
  readonly intervalThen: number
  readonly intervalNow: number
  readonly rateChanged: boolean
}

/**
 * Default limit, of PSI: "drift at 15 %". Between the customary 0.1, at which one looks more closely, and 0.25, at which one
 * acts (Siddiqi 2006); of a normal distribution, a shift by 0.39 standard deviations.
 */
export const usualDriftLimit = 0.15
export const driftLimitBounds = [0.01, 10] as const

/** Throws INVALID_INPUT. null: the default. */
export function defineDriftLimit(limit: number | null | undefined): number | null {
  if (limit == null) return null
  const [least, most] = driftLimitBounds
  if (!(limit >= least && limit <= most))
    throw new Fault('INVALID_INPUT', `the limit of drift is ${least} to ${most}, as PSI, not ${limit}`)
  return limit
}

/** Whether a channel, what is forecast of it, the season or the sampling rate has changed beyond the limit. */
export const hasDrifted = ({ channels, seasonChanged, rateChanged }: Drift): boolean =>
  seasonChanged || rateChanged || channels.some(({ drifted, predictionDrifted }) => drifted || predictionDrifted)

/** What series are ranked by: how far the worst channel is on its way to its limit, 1 being there. */
export const worstOf = ({ channels }: Pick<Drift, 'channels'>): number =>
  Math.max(0, ...channels.map(({ psi, limit }) => psi / limit))

const day = 86_400_000

/** Lengths of windows with how many steps each is to hold: whole days or weeks, so that their seasons are in all of them. */
const windows = [
  [day, 100],
  [7 * day, 100],
  [28 * day, 24],
  [364 * day, 24],
] as const
/** Steps of a window where the past is short, and windows of a past, at least. */
const [fewestSteps, fewestWindows] = [24, 4]

/**
 * Milliseconds of the windows that a past of `span` milliseconds is looked at in: long enough for the step, or shorter where
 * there are no four of them. null where the past is too short for any.
 */
export function driftWindow(step: Step, span: number): number | null {
  const interval = millisecondsOf(step)
  const usual = windows.findIndex(([length, fewest]) => length / interval >= fewest)
  if (usual < 0) return null
  const fits = windows
    .slice(0, usual + 1)
    .filter(([length]) => length / interval >= fewestSteps && span >= fewestWindows * length)
  return fits.at(-1)?.[0] ?? null
}

/** Points that come at this share of the old rate, or of its inverse, come at another. */
const sameRate = 0.8

/** Whether points come at another rate than they did. */
export const isAnotherRate = (then: number, now: number): boolean => Math.min(then / now, now / then) < sameRate
