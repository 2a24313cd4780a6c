import { Fault } from '@seriema/domain/fault'
import { number, numberOf } from '../contract/setting.ts'
import { absolute, add, divide, subtract } from '../graph/ops/elementwise.ts'
import { matmul } from '../graph/ops/linear.ts'
import { mean } from '../graph/ops/reduce.ts'
import { slice } from '../graph/ops/slice.ts'
import { constant, double } from '../graph/tensor.ts'
import { learnRidge, ridgeLookback } from '../models/ridge.ts'
import { inSpreads, usableSpread } from '../scorers/spread.ts'
import { windowsOf } from './stretches.ts'
import { windowedKind } from './windowed.ts'

/** What was learnt of a channel. */
interface Linear {
  /** Of the values before the newest, oldest first: what each adds to the forecast, all taken from their mean. */
  readonly weights: readonly number[]
  /** How far forecasts usually are off: the root of their mean squared error. */
  readonly usual: number
}

/** Values of the first part that the penalty is chosen on. */
const heldShare = 0.2
/** Windows for each value that is looked at, and at the least. */
const [windowsPerValue, fewestWindows] = [2, 50]

/** Distance from what a ridge, trained before, forecasts for a point from the values right before it. */
export const residualKind = windowedKind<Linear>({
  kind: 'residual',
  title: 'Trained forecast residual',
  tagline: 'what the last values led to in its training',
  description:
    'Distance from what a ridge, learnt from the training data, forecasts one step ahead, by how far it was off there: what is usual follows the series.',
  scoreInWords: 'distance from the forecast of the value from those before it, by how rare such a one was',
  settings: [
    number(
      'lookback',
      ['Looks back', 'Points that the next is forecast from; left out, a quarter of what it learns from, up to 512.'],
      [2, 2_048],
      null,
      { unit: 'points' },
    ),
  ],
  warnings: () => [],
  expectation: lookback => ({ kind: 'line', window: lookback - 1 }),
  leastLookback: ({ lookback }) => ((lookback as number | null) ?? 2) + 1,
  lookbackOf: (settings, points) =>
    ((settings.lookback as number | null) ??
      Math.max(2, ridgeLookback(Math.floor(points * (1 - numberOf(settings, 'calibration')))))) + 1,
  fewestWindows: (_, lookback) => Math.max(fewestWindows, windowsPerValue * lookback),

  learn(stretches, lookback) {
    const parts = stretches.map(({ values }) => ({
      values,
      trainable: Math.floor(values.length * (1 - heldShare)),
      end: values.length,
    }))
    const shape = { lookback: lookback - 1, horizon: 1, refit: true, stillTime: () => true }
    const { weights } = learnRidge(standardised(parts), shape)
    let [squares, level, count] = [0, 0, 0]
    for (const window of windowsOf(stretches, lookback)) {
      const newest = window[lookback - 1]!
      squares += (newest - forecastOf(weights, window)) ** 2
      level += (Math.abs(newest) - level) / ++count
    }
    if (!Number.isFinite(squares)) throw new Fault('INVALID_INPUT', 'the series has values too large to be learnt from')
    return { weights: Array.from(weights), usual: usableSpread(Math.sqrt(squares / count), level) }
  },

  isKnown: ({ weights, usual }, lookback) =>
    Array.isArray(weights) &&
    weights.length === lookback - 1 &&
    weights.every(Number.isFinite) &&
    Number.isFinite(usual) &&
    (usual as number) > 0,

  raw({ weights, usual }) {
    const map = Float64Array.from(weights)
    return (window, seen) => {
      seen.expected = forecastOf(map, window)
      return inSpreads(window[map.length]! - seen.expected, usual)
    }
  },

  bridge({ weights }) {
    const map = Float64Array.from(weights)
    return window => forecastOf(map, window)
  },

  reach: ({ usual }, _, raw) => raw * usual,

  graph(windows, { weights, usual }) {
    const past = slice(windows, 1, 0, weights.length)
    const first = slice(windows, 1, 0, 1)
    const shifted = subtract(past, first)
    const middle = mean(shifted, [1])
    const led = matmul(subtract(shifted, middle), constant(Float64Array.from(weights), [weights.length, 1]))
    const expected = add(add(led, middle), first)
    const newest = slice(windows, 1, weights.length, weights.length + 1)
    return { raw: divide(absolute(subtract(newest, expected)), double(usual)), expected }
  },
})

/** From the first value on, so that a level far from zero costs no precision. */
function forecastOf(weights: Float64Array, window: Float64Array): number {
  const first = window[0]!
  let total = 0
  for (let i = 0; i < weights.length; i++) total += window[i]! - first
  const middle = total / weights.length
  let led = 0
  for (let i = 0; i < weights.length; i++) led += weights[i]! * (window[i]! - first - middle)
  return led + middle + first
}

/** All in one unit, the deviation of their values: the map is the same in any, the penalty is not. */
function standardised<Part extends { readonly values: Float64Array }>(parts: readonly Part[]): readonly Part[] {
  let [count, middle, squares] = [0, 0, 0]
  for (const { values } of parts)
    for (const value of values) {
      const off = value - middle
      middle += off / ++count
      squares += off * (value - middle)
    }
  const unit = usableSpread(Math.sqrt(squares / count), middle)
  return parts.map(part => ({ ...part, values: part.values.map(value => (value - middle) / unit) }))
}
