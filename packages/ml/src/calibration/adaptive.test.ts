import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adapt, adaptedIntervals, adaptedReach, learnt, noAdaptation } from './adaptive.ts'
import { calibrate, intervals, type Side } from './conformal.ts'

const levels = [0.8, 0.95]
const sides: readonly Side[] = ['lower', 'upper']

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
  const next = exponential(2)
  const draw = () => next() - next()
  const calibration = calibrate([[Float64Array.from({ length: 100 }, draw)]])
  const adaptation = noAdaptation(1, 1, levels)
  const inside = levels.map(() => 0)
  const settling = 500
  const outcomes = 8_000
  for (let i = 0; i < settling + outcomes; i++) {
    const error = scale * draw()
    levels.forEach((level, place) => {
      const hits = sides.map(side => {
        const outwards = side === 'upper' ? error : -error
        const hit = outwards <= adaptedReach(calibration, adaptation, 0, 0, level, side)
        adapt(adaptation, 0, 0, level, side, hit)
        return hit
      })
      if (hits.every(Boolean) && i >= settling) inside[place]!++
    })
  }
  levels.forEach((level, place) => {
    expect(Math.abs(inside[place]! / outcomes - level)).toBeLessThan(0.01)
  })
})

test('is never narrower at a higher level, whatever came', () => {
  const outcome = fc.record({
    level: fc.constantFrom(...levels),
    side: fc.constantFrom(...sides),
    inside: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 300 }), outcomes => {
      const calibration = calibrate([[Float64Array.of(-2, -1, 3, 4, 5, 6)]])
      const adaptation = noAdaptation(1, 1, levels)
      for (const { level, side, inside } of outcomes) adapt(adaptation, 0, 0, level, side, inside)
      for (const side of sides) {
        const [low, high] = levels.map(level => adaptedReach(calibration, adaptation, 0, 0, level, side))
        expect(high).toBeGreaterThanOrEqual(low!)
        expect(low).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

/** Forecasts made at some places of a stretch of time, with errors of all steps that have come by its end. */
const made = fc
  .record({
    places: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }),
    errors: fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 200, maxLength: 200 }),
    steps: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ places, errors, steps }) => ({
    steps,
    outcomes: places
      .sort((a, b) => a - b)
      .map((place, i) => ({
        place,
        errors: [Float64Array.from({ length: steps }, (_, h) => (place + h < 40 ? errors[i * 5 + h]! : Number.NaN))],
      })),
  }))

test('what is learnt anew from all outcomes is what was learnt as they came, one by one', () => {
  fc.assert(
    fc.property(made, ({ steps, outcomes }) => {
      const calibration = calibrate([Array.from({ length: steps }, (_, h) => Float64Array.of(-1 - h, 2, -3, 4 + h))])
      const online = noAdaptation(1, steps, levels)
      const waiting: { at: number; step: number; level: number; side: Side; inside: boolean }[] = []
      const reached = new Set<number>()
      for (let now = 0; now <= 40; now++) {
        for (const { at, step, level, side, inside } of waiting)
          if (at === now - 1) adapt(online, 0, step, level, side, inside)
        const came = outcomes.find(({ place }) => place === now)?.errors[0] ?? new Float64Array(0)
        came.forEach((error, step) => {
          if (Number.isNaN(error)) return
          reached.add(step)
          for (const level of levels)
            for (const side of sides) {
              const outwards = side === 'upper' ? error : -error
              const inside = outwards <= adaptedReach(calibration, online, 0, step, level, side)
              waiting.push({ at: now + step, step, level, side, inside })
            }
        })
      }
      const anew = learnt(calibration, outcomes, steps, levels)
      for (const step of reached)
        for (let at = step * levels.length * 2; at < (step + 1) * levels.length * 2; at++)
          expect(anew.factors[0]![at]).toBeCloseTo(online.factors[0]![at]!, 12)
    }),
  )
})

test('steps that no forecast has reached yet widen with the last one that was, for levels of any order', () => {
  const calibration = calibrate([Array.from({ length: 4 }, () => Float64Array.of(1, 2, 3, 4, 5, 6))])
  const outcomes = Array.from({ length: 50 }, (_, place) => ({ place, errors: [Float64Array.of(9, 9)] }))
  const { factors, levels: ascending } = learnt(calibration, outcomes, 4, [0.9, 0.5])
  expect(ascending).toEqual([0.5, 0.9])
  const [first, second, third, fourth] = [0, 1, 2, 3].map(step =>
    Array.from(factors[0]!.subarray(4 * step, 4 * step + 4)),
  )
  for (const [i, factor] of [...first!, ...second!].entries()) {
    // What passes the upper end again and again widens that side, and narrows the other.
    if (i % 2 === 1) expect(factor).toBeGreaterThan(1.2)
    else expect(factor).toBeLessThan(1)
  }
  expect(third).toEqual(second)
  expect(fourth).toEqual(second)
})

test('without outcomes nothing is learnt', () => {
  const calibration = calibrate([[Float64Array.of(1, 2)], [Float64Array.of(1, 2)]])
  expect(learnt(calibration, [], 3, levels)).toEqual(noAdaptation(2, 3, levels))
})

test('a side on which no error lay is learnt too', () => {
  const calibration = calibrate([[Float64Array.from({ length: 50 }, (_, i) => -1 - i / 50)]])
  const outcomes = Array.from({ length: 100 }, (_, place) => ({ place, errors: [Float64Array.of(1)] }))
  const adaptation = learnt(calibration, outcomes, 1, levels)
  expect(adaptedReach(calibration, adaptation, 0, 0, 0.8, 'upper')).toBeGreaterThan(1)
})
