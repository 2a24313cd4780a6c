import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adapt, adaptedHalfWidth, adaptedIntervals, noAdaptation } from './adaptive.ts'
import { calibrate, intervals } from './conformal.ts'

const levels = [0.8, 0.95]

/** Seeded draws of mean 1. */
function exponential(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return -Math.log((state + 0.5) / 2 ** 32)
  }
}

test('without outcomes it is split conformal', () => {
  const draw = exponential(1)
  const calibration = calibrate([[Float64Array.from({ length: 50 }, draw), Float64Array.from({ length: 50 }, draw)]])
  const forecast = [Float64Array.of(3, 4)]
  expect(adaptedIntervals(forecast, calibration, noAdaptation(1, 2, [0.95, 0.8]))).toEqual(
    intervals(forecast, calibration, levels),
  )
})

test.each([0.25, 1, 4])('holds its level when errors become %d times what they were', scale => {
  const draw = exponential(2)
  const calibration = calibrate([[Float64Array.from({ length: 100 }, draw)]])
  const adaptation = noAdaptation(1, 1, levels)
  const inside = levels.map(() => 0)
  const settling = 500
  const outcomes = 8_000
  for (let i = 0; i < settling + outcomes; i++) {
    const error = scale * draw()
    levels.forEach((level, place) => {
      const hit = error <= adaptedHalfWidth(calibration, adaptation, 0, 0, level)
      if (hit && i >= settling) inside[place]!++
      adapt(adaptation, 0, 0, level, hit)
    })
  }
  levels.forEach((level, place) => {
    expect(Math.abs(inside[place]! / outcomes - level)).toBeLessThan(0.01)
  })
})

test('is never narrower at a higher level, whatever came', () => {
  const outcome = fc.record({ level: fc.constantFrom(...levels), inside: fc.boolean() })
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 300 }), outcomes => {
      const calibration = calibrate([[Float64Array.of(1, 2, 3, 4, 5, 6)]])
      const adaptation = noAdaptation(1, 1, levels)
      for (const { level, inside } of outcomes) adapt(adaptation, 0, 0, level, inside)
      const [low, high] = levels.map(level => adaptedHalfWidth(calibration, adaptation, 0, 0, level))
      expect(high).toBeGreaterThanOrEqual(low!)
      expect(low).toBeGreaterThan(0)
    }),
  )
})
