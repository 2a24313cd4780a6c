import { type ChannelDrift, type Drift, isAnotherRate, usualDriftLimit } from '@seriema/domain/drift'
import type { Step } from '@seriema/domain/step'
import { type Points, regularGrid } from '../series/regular-grid.ts'
import { detectSeason } from '../series/season.ts'
import { calendarSeasons } from '../series/step.ts'
import { quantileOf } from '../statistics/quantiles.ts'
import type { PredictionDrift } from './predictions.ts'
import { chanceOf, driftOf, type Reference, referenceOf } from './reference.ts'

/** What a series was like when its forecaster learnt from it. Plain data; instants in epoch milliseconds. */
export interface DriftReference {
  /** From (inclusive) to (exclusive) of the windows it was made of, and milliseconds of each. */
  readonly from: number
  readonly to: number
  readonly window: number
  /** One a channel; null where it has too few values to say anything. */
  readonly channels: readonly (Reference | null)[]
  /** Season length in points, 1 for none, and median milliseconds between points. */
  readonly season: number
  readonly interval: number
}

/** Newest points in which a season is looked for. */
export const seasonPoints = 2_048

/** Season length of the newest points, 1 for none, and what it was found in. */
export interface FoundSeason {
  readonly season: number
  readonly channels: readonly Float64Array[]
}

/** The season of points as they are forecast. */
export function seasonOf(points: Points, step: Step): FoundSeason {
  if (points.times.length === 0) return { season: 1, channels: [] }
  const { channels } = regularGrid(points, { step, limit: seasonPoints }).window
  return { season: detectSeason(channels, calendarSeasons(step)), channels }
}

/** Median milliseconds between ascending instants; 0 below two. */
export const intervalOf = (times: Float64Array): number =>
  times.length < 2
    ? 0
    : quantileOf(
        times
          .subarray(1)
          .map((at, i) => at - times[i]!)
          .sort(),
        0.5,
      )

/**
 * What windows in a row say of each channel.
 *
 * @param windows points of each as they are forecast, all of the same channels
 * @returns null where no channel has enough values in enough windows
 */
export function referencesOf(windows: readonly Points[]): readonly (Reference | null)[] | null {
  const channels = windows[0]?.channels.length ?? 0
  const found = Array.from({ length: channels }, (_, c) => referenceOf(windows.map(each => each.channels[c]!)))
  return found.some(reference => reference !== null) ? found : null
}

/** What is looked at beside a reference. */
export interface Present {
  /** Points of the last window, as they are forecast. */
  readonly points: Points
  readonly at: number
  readonly season: number
  readonly seasonChanged: boolean
  readonly interval: number
  /** One a channel; null where too few forecasts were seen. */
  readonly predictions: readonly (PredictionDrift | null)[]
}

/** `limit`: PSI of the series; where chance reaches more in one of a hundred windows, that counts. */
export function measureDrift(reference: DriftReference, present: Present, limit: number | null): Drift {
  const { points } = present
  const channels = reference.channels.flatMap((one, channel): ChannelDrift[] => {
    const values = points.channels[channel]
    const moved = one === null || values === undefined ? null : driftOf(one, values)
    if (moved === null) return []
    const own = Math.max(limit ?? usualDriftLimit, chanceOf(one!))
    const prediction = present.predictions[channel] ?? null
    const ahead = prediction !== null && prediction.psi >= Math.max(limit ?? usualDriftLimit, prediction.chance)
    const told = { prediction: prediction?.psi ?? null, predictionDrifted: ahead }
    return [{ channel, ...moved, ...told, limit: own, drifted: moved.psi >= own }]
  })
  const known = reference.interval > 0 && present.interval > 0
  return {
    at: present.at,
    window: reference.window,
    samples: points.times.length,
    channels,
    seasonThen: reference.season,
    seasonNow: present.season,
    seasonChanged: present.seasonChanged,
    intervalThen: reference.interval,
    intervalNow: present.interval,
    rateChanged: known && isAnotherRate(reference.interval, present.interval),
  }
}
