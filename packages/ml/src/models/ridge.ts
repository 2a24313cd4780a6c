import type { FittedForecaster, StillTime, Window } from '../contract/forecaster.ts'
import type { ClosedFormForecaster } from '../contract/forecaster-family.ts'
import { croppedChannels, enoughHistory, tooLong, windowLength } from '../contract/window.ts'
import type { Moments } from './ridge/moments.ts'
import { penalties, solveRidge, squaredError, type Weights } from './ridge/solve.ts'
import { momentsApart } from './ridge/told-apart.ts'

export interface RidgeOptions {
  /** Steps ahead, all forecast directly by one matrix. */
  readonly horizon: number
  /** Values looked at; `ridgeLookback` of the history by default. */
  readonly lookback?: number
  /** Points at the end of the history on which the penalty is chosen; a fifth by default, at least the horizon. */
  readonly validation?: number
  /** Whether to learn once more from all of the history once the penalty is chosen. Default true. */
  readonly refit?: boolean
  /** One map for all channels, which has all of them to learn from, or one for each. Default shared. */
  readonly weights?: 'shared' | 'separate'
  /** Asked before another penalty is tried. */
  readonly stillTime?: StillTime
}

export interface RidgeMap {
  readonly penalty: number
  /** Row-major lookback × horizon. */
  readonly weights: Weights
  /** Row-major places × horizon: what is added for each place that a series has. Empty where none were told. */
  readonly offsets: Float64Array
}

export interface FittedRidge extends FittedForecaster {
  /** One for all channels, or one for each in their order. */
  readonly maps: readonly RidgeMap[]
}

const longestLookback = 512
const fewestPoints = 64
/** Multiplications and additions of the moments and of some six factorisations, on one core. */
const millisecondsPerProduct = 1.2e-6

/** A quarter of the history, at most 512 points: what is learnt from must be several times what is looked at. */
export const ridgeLookback = (points: number): number => Math.max(1, Math.min(longestLookback, Math.floor(points / 4)))

/**
 * Direct linear forecaster in closed form: ŷ = m + Wᵀ(x − m), with x the last `lookback` values and m their mean; one W
 * for all channels, or one for each. They are standardised first so that the penalty means the same for each. Ridge
 * regression over all windows (stride 1); the penalty is the one of `penalties` with the least squared error on the last
 * part of the history.
 */
export const ridge: ClosedFormForecaster = {
  kind: 'ridge',
  how: 'fitted',
  title: 'Ridge',
  tagline: 'linear in the recent past',
  description: 'Linear in the recent past, fitted in closed form, with one set of weights for all channels.',
  needs: '64 points, four horizons, four seasons',
  settings: [],
  longestHorizon: 2048,
  pointsNeeded: (horizon, season) => Math.max(fewestPoints, 4 * horizon, 4 * season),
  fitEffort: (points, horizon, channels) => {
    const lags = ridgeLookback(points)
    const products = (channels * points + lags * 8) * (lags + horizon) + 6 * lags * lags * (lags / 3 + 2 * horizon)
    return products * millisecondsPerProduct
  },
  async fit(history, { horizon, season, stillTime = () => true }) {
    enoughHistory(ridge, history, horizon, season)
    return fitRidge(history, { horizon, stillTime })
  },
}

export function fitRidge(history: Window, options: RidgeOptions): FittedRidge {
  const { horizon } = options
  const points = windowLength(history)
  const lookback = options.lookback ?? ridgeLookback(points)
  const trainable = points - (options.validation ?? Math.max(horizon, Math.floor(points / 5)))
  const parts = history.channels.map(values => ({ values: standardised(values, trainable), trainable, end: points }))
  const together = options.weights === 'separate' ? parts.map(part => [part]) : [parts]
  const { refit = true, stillTime = () => true } = options
  const maps = together.map(members => learnRidge(members, { lookback, horizon, refit, stillTime }))
  return fitted(maps, lookback, horizon)
}

/** One channel of one series to learn a map from. */
export interface RidgePart {
  /** Near zero mean and unit variance. */
  readonly values: Float64Array
  /** The penalty is chosen on what follows the first `trainable` values, up to `end`: nothing beyond is looked at. */
  readonly trainable: number
  readonly end: number
  /** What it is told of beyond its values, of the map's `places` [none]. */
  readonly places?: readonly number[]
}

type Learning = Required<Pick<RidgeOptions, 'lookback' | 'horizon' | 'refit' | 'stillTime'>> & {
  /** How many places there are to tell series apart by [none]. */
  readonly places?: number
}

/** The map that serves all of these channels best. */
export function learnRidge(parts: readonly RidgePart[], learning: Learning): RidgeMap {
  const { lookback, horizon, refit, stillTime, places = 0 } = learning
  const momentsOf = (span: (part: RidgePart) => readonly [from: number, to: number]): Moments =>
    momentsApart(
      parts.map(part => {
        const [from, to] = span(part)
        return { values: part.values, from, to, places: part.places ?? [] }
      }),
      { lags: lookback, horizon, places },
    )
  const training = momentsOf(({ trainable }) => [0, trainable])
  const held = momentsOf(({ trainable, end }) => [Math.max(0, trainable - lookback), end])
  const { penalty, weights } = choosePenalty(training, held, stillTime)
  const all = refit
    ? solveRidge(
        momentsOf(({ end }) => [0, end]),
        penalty,
      )
    : weights
  return { penalty, weights: all.slice(0, lookback * horizon), offsets: all.slice(lookback * horizon) }
}

interface Attempt {
  readonly place: number
  readonly weights: Weights
  readonly error: number
}

/**
 * Downhill over the penalties from the middle, since the held-out error has one valley but for noise and each penalty
 * tried costs a factorisation.
 */
function choosePenalty(
  training: Moments,
  held: Moments,
  stillTime: StillTime,
): { readonly penalty: number; readonly weights: Weights } {
  const attempt = (place: number): Attempt => {
    const weights = solveRidge(training, penalties[place]!)
    return { place, weights, error: squaredError(held, weights) }
  }
  const downhill = (from: Attempt, step: 1 | -1): Attempt => {
    if (penalties[from.place + step] === undefined || !stillTime()) return from
    const next = attempt(from.place + step)
    return next.error < from.error ? downhill(next, step) : from
  }
  const middle = attempt(penalties.length >> 1)
  const heavier = downhill(middle, 1)
  const best = heavier === middle ? downhill(middle, -1) : heavier
  return { penalty: penalties[best.place]!, weights: best.weights }
}

function fitted(maps: readonly RidgeMap[], lookback: number, longest: number): FittedRidge {
  return {
    kind: ridge.kind,
    lookback,
    maps,
    async forecast(windows, horizon) {
      if (horizon > longest) throw tooLong(ridge.kind, horizon, longest)
      return windows.map(window =>
        croppedChannels(window, lookback).map((values, channel) =>
          apply((maps[channel] ?? maps[0]!).weights, values, longest).subarray(0, horizon),
        ),
      )
    },
  }
}

function apply(weights: Weights, values: Float64Array, horizon: number): Float64Array {
  const mean = meanOf(values)
  const forecast = new Float64Array(horizon)
  for (let lag = 0; lag < values.length; lag++) {
    const value = values[lag]! - mean
    const row = lag * horizon
    for (let h = 0; h < horizon; h++) forecast[h] = forecast[h]! + value * weights[row + h]!
  }
  for (let h = 0; h < horizon; h++) forecast[h] = forecast[h]! + mean
  return forecast
}

/** Relative to the first value, so that the mean of equal values is exactly that value. */
function meanOf(values: Float64Array): number {
  const first = values[0]!
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! - first
  return first + sum / values.length
}

/** Zero mean and unit variance over the first `upTo` values; all zeros for a channel that never moves there. */
function standardised(values: Float64Array, upTo: number): Float64Array {
  const part = values.subarray(0, upTo)
  const mean = meanOf(part)
  let squares = 0
  for (let i = 0; i < part.length; i++) squares += (part[i]! - mean) ** 2
  const deviation = Math.sqrt(squares / part.length)
  const scale = deviation > 1e-12 * Math.abs(mean) ? 1 / deviation : 0
  return values.map(value => (value - mean) * scale)
}
