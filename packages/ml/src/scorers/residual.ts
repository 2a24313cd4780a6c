import { between } from '@seriema/domain/step'
import { newScoreCalibration, rawScoreAt, type ScoreCalibration, toSigmas } from '../calibration/score-calibration.ts'
import type { ChannelState, Column, Detector, EarlierForecast, Judgement } from '../contract/detector.ts'
import { highestScore, type PointScore } from '../contract/scorer.ts'
import { bounded } from '../statistics/bounded.ts'
import { normalQuantile } from '../statistics/normal.ts'
import { normalTail } from '../statistics/tail.ts'
import { inSpreads, usableSpread } from './spread.ts'

/** What was forecast for an instant, before it came: the value and the interval meant to hold `level` of all outcomes. */
export interface ExpectedPoint {
  readonly expected: number
  readonly lower: number
  readonly upper: number
  /** In (0, 1), for example 0.95. */
  readonly level: number
}

/**
 * Scores a point by how far it lies from the forecast made for its instant, in standard deviations: the interval's half
 * on the point's side of the forecast, divided by the normal quantile of its level, stands for one. An interval without
 * width is treated like a past that never moved (`usableSpread`). Null when there is no forecast for the instant or the
 * value is missing: the caller falls back to another scorer. Bounds are those at the threshold.
 */
export function scoreResidual(value: number, forecast: ExpectedPoint | null, threshold = 3): PointScore | null {
  if (forecast === null || Number.isNaN(value)) return null
  const { level } = forecast
  const [actual, expected] = [bounded(value), bounded(forecast.expected)]
  const [lower, upper] = [bounded(forecast.lower), bounded(forecast.upper)]
  const quantile = normalQuantile((1 + level) / 2)
  const below = usableSpread((expected - lower) / quantile, expected)
  const above = usableSpread((upper - expected) / quantile, expected)
  return {
    score: inSpreads(actual - expected, actual < expected ? below : above),
    expected,
    lower: expected - threshold * below,
    upper: expected + threshold * above,
  }
}

/** Before any residual was seen, intervals are taken to be those of a normal distribution, as forecasters mean them. */
export const noResiduals = (): ScoreCalibration => newScoreCalibration(normalTail())

/**
 * What a residual found by `scoreResidual` is worth on its series, in standard deviations, by those seen so far: a
 * forecaster whose intervals are too narrow, or whose errors have a heavy tail, raises no more alarms than another. Then
 * learns it.
 */
export const residualSigmas = (calibration: ScoreCalibration, value: number, raw: PointScore): number =>
  toSigmas(calibration, raw.score, value < raw.expected ? -raw.score : raw.score)

/** A residual with its calibrated score as score, and bounds where that reaches the threshold. */
export function calibratedResidual(
  calibration: ScoreCalibration,
  raw: PointScore,
  score: number,
  threshold = 3,
): PointScore {
  const { expected, lower, upper } = raw
  const reach = Math.min(highestScore, rawScoreAt(calibration, threshold)) / threshold
  const wider = calibration.apart ? raw.score / score : reach
  return { score, expected, lower: expected - wider * (expected - lower), upper: expected + wider * (upper - expected) }
}

const threshold = 3

/** The only one that needs forecasts made earlier; by these it can judge points in any order. */
export const residualDetector: Detector = {
  kind: 'residual',
  title: 'Forecast residual',
  tagline: 'the forecast made before',
  description: 'Distance from the forecast made earlier, by how far such forecasts were off on this series.',
  name: 'residual detector',
  needsForecasts: true,
  expectation: forecaster => ({ kind: 'forecast', forecaster }),
  initial: noResiduals,
  judge,
}

function judge(
  state: ChannelState,
  { channel, times, values, forecastBefore }: Column,
  from: number,
  to: number,
  { inFull, scored, silent }: Judgement,
): void {
  const calibration = state as ScoreCalibration
  for (let index = from; index < to; index++) {
    const value = values[index]!
    if (Number.isNaN(value)) continue
    const at = times[index]!
    const raw = scoreResidual(value, expectedAt(forecastBefore(at), channel, at), threshold)
    if (raw === null) {
      silent[index] = 1
      continue
    }
    if (!Number.isFinite(raw.score)) throw new Error('no finite score for a residual')
    const score = residualSigmas(calibration, value, raw)
    if (inFull || score > threshold) scored.push({ index, ...calibratedResidual(calibration, raw, score, threshold) })
  }
}

/** What was forecast for an instant, at the widest level; null where no step is nearest to it. */
export function expectedAt(forecast: EarlierForecast | null, channel: number, at: number): ExpectedPoint | null {
  if (forecast === null) return null
  const step = between(forecast.step, forecast.origin, at) - 1
  const { mean, intervals } = forecast.channels[channel]!
  const widest = intervals.at(-1)
  if (widest === undefined || step < 0 || step >= mean.length) return null
  return { expected: mean[step]!, lower: widest.lower[step]!, upper: widest.upper[step]!, level: widest.level }
}
