import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countPredictions, type PredictionWindows, predictionDrift } from './predictions.ts'

const bins = [{ edges: [-1, 0, 1] }, null]

/** Means of one channel, one a step, the other channel saying nothing. */
const predictions = (from: number, values: readonly number[]) => ({
  origins: Float64Array.from(values, (_, i) => from + i),
  channels: [Float64Array.from(values), new Float64Array(values.length)],
})

const counted = (known: PredictionWindows | null, from: number, values: readonly number[]) =>
  countPredictions(known, predictions(from, values), bins, 100)

test('however forecasts come in batches, the same is counted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 700 }),
      fc.array(fc.nat(700), { maxLength: 6 }),
      (values, cuts) => {
        const edges = [...new Set([0, ...cuts.map(cut => Math.min(cut, values.length)), values.length])].toSorted(
          (a, b) => a - b,
        )
        const pieces = edges.slice(1).reduce<PredictionWindows | null>((state, to, i) => {
          return counted(state, edges[i]!, values.slice(edges[i], to))
        }, null)
        expect(pieces).toEqual(counted(null, 0, values))
      },
    ),
  )
})

test('what is forecast now is held against what was forecast at first, from the fifth window on', () => {
  const value = (i: number) => (((i * 7_919) % 200) - 100) / 50
  const range = (from: number, to: number, shift = 0) =>
    Array.from({ length: to - from }, (_, i) => value(from + i) + shift)
  const four = counted(null, 0, range(0, 500))
  expect(four!.first).toHaveLength(4)
  expect(predictionDrift(four, bins)).toEqual([null, null])
  const five = counted(four, 500, range(500, 601))
  const [same, silent] = predictionDrift(five, bins)
  expect(same!.psi).toBeLessThan(0.1)
  expect(silent).toBeNull()
  const moved = predictionDrift(counted(four, 400, [...range(400, 500, 2), ...range(500, 601, 2)]), bins)[0]
  expect(moved!.psi).toBeGreaterThan(same!.psi)
  const later = counted(null, 0, [...range(0, 1_200), ...range(1_200, 1_301, 2)])
  expect(later!.first).toHaveLength(12)
  const drifted = predictionDrift(counted(later, 1_301, range(1_301, 1_401, 2)), bins)[0]!
  expect(drifted.psi).toBeGreaterThan(Math.max(0.15, drifted.chance))
})
