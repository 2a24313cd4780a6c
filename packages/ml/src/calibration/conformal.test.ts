import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrate, intervals, reach, type Side } from './conformal.ts'

const errors = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 40 })
const allSteps = fc.array(errors, { minLength: 1, maxLength: 12 }).filter(steps => steps.some(step => step.length > 0))
const sides: readonly Side[] = ['lower', 'upper']
const level = fc.double({ min: 0.05, max: 0.995, noNaN: true })

describe('split conformal', () => {
  test('takes the ⌈(n + 1)·(1 + level)/2⌉-th smallest error to each side', () => {
    const { errors } = calibrate([[Float64Array.of(-9, 1, 2, -3, 4, 5, 6, 7, 8)]])
    expect(reach(errors[0]!, 0, 0.8, 'upper')).toBe(8)
    expect(reach(errors[0]!, 0, 0.8, 'lower')).toBe(9)
    expect(reach(errors[0]!, 0, 0.5, 'upper')).toBe(7)
    expect(reach(errors[0]!, 0, 0.5, 'lower')).toBe(3)
  })

  test('reaches only where errors lay, and holds the forecast itself', () => {
    const { errors } = calibrate([[Float64Array.from({ length: 50 }, (_, i) => 1 + i)]])
    expect(reach(errors[0]!, 0, 0.8, 'lower')).toBe(0)
    expect(reach(errors[0]!, 0, 0.8, 'upper')).toBe(46)
  })

  test('is never narrower at a higher level, however few errors there are', () => {
    fc.assert(
      fc.property(allSteps, fc.nat(20), level, level, (steps, step, a, b) => {
        const calibration = calibrate([steps.map(values => Float64Array.from(values))])
        for (const side of sides) {
          const low = reach(calibration.errors[0]!, step, Math.min(a, b), side)
          const high = reach(calibration.errors[0]!, step, Math.max(a, b), side)
          expect(low).toBeGreaterThanOrEqual(0)
          expect(high).toBeGreaterThanOrEqual(low)
          expect(high).toBeLessThan(Number.POSITIVE_INFINITY)
        }
      }),
    )
  })

  test('is not narrowed at a higher level by what it borrows from calmer neighbours', () => {
    const calm = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    const { errors } = calibrate([[calm, Float64Array.of(100), calm, calm]])
    for (const level of [0.5, 0.8, 0.95]) expect(reach(errors[0]!, 1, level, 'upper')).toBeGreaterThanOrEqual(100)
  })

  test('holds at least the asked share of outcomes when errors are exchangeable', () => {
    // Over all orders of the same 20 numbers: the one left out falls within the others' interval this often.
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 }),
        level,
        (all, level) => {
          const n = all.length - 1
          fc.pre(Math.ceil((n + 1) * ((1 + level) / 2)) <= n)
          const beyond = { lower: 0, upper: 0 }
          for (const [i, left] of all.entries()) {
            const { errors } = calibrate([[Float64Array.from(all.filter((_, k) => k !== i))]])
            if (left > reach(errors[0]!, 0, level, 'upper')) beyond.upper++
            if (-left > reach(errors[0]!, 0, level, 'lower')) beyond.lower++
          }
          for (const side of sides) expect(beyond[side] / all.length).toBeLessThanOrEqual((1 - level) / 2 + 1e-9)
          const inside = 1 - (beyond.lower + beyond.upper) / all.length
          expect(inside).toBeGreaterThanOrEqual(level - 1e-9)
          // No wider than it must be, where both ends are on their own side of the forecast.
          fc.pre(
            all.filter(e => e < 0).length > all.length / 2 - 2 && all.filter(e => e > 0).length > all.length / 2 - 2,
          )
          expect(inside).toBeLessThanOrEqual(level + 2 / all.length + 1e-9)
        },
      ),
    )
  })

  test('covers within binomial tolerance on fresh draws', () => {
    let seed = 7
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed / 2 ** 32
    }
    const draw = () => -Math.log(1 - random()) * (random() < 0.5 ? -1 : 1)
    for (const level of [0.8, 0.95]) {
      let inside = 0
      const trials = 4_000
      for (let trial = 0; trial < trials; trial++) {
        const { errors } = calibrate([[Float64Array.from({ length: 39 }, draw)]])
        const came = draw()
        if (came <= reach(errors[0]!, 0, level, 'upper') && -came <= reach(errors[0]!, 0, level, 'lower')) inside++
      }
      const tolerance = 4 * Math.sqrt((level * (1 - level)) / trials)
      expect(Math.abs(inside / trials - level)).toBeLessThan(tolerance)
    }
  })

  test('with too few errors at a step it borrows from its neighbours before it guesses', () => {
    const steps = Array.from({ length: 10 }, (_, h) => Float64Array.of(h + 1, h + 2, h + 3))
    const { errors } = calibrate([steps])
    expect(reach(errors[0]!, 4, 0.6, 'upper')).toBeLessThan(8)
    expect(reach(errors[0]!, 4, 0.99, 'upper')).toBeGreaterThan(12)
  })

  test('grows with the square root of the step beyond what was calibrated', () => {
    const { errors } = calibrate([[Float64Array.of(1, 1, 1, 1, 1)]])
    expect(reach(errors[0]!, 3, 0.8, 'upper')).toBeCloseTo(2 * reach(errors[0]!, 0, 0.8, 'upper'), 9)
  })

  test('outcomes not known yet are left out; with none known there is no interval', () => {
    const known = calibrate([[Float64Array.of(Number.NaN, 3, Number.NaN)]])
    expect(known.errors[0]![0]).toEqual(Float64Array.of(3))
    expect(intervals([Float64Array.of(1)], calibrate([[Float64Array.of(Number.NaN)]]), [0.8])).toBeNull()
  })

  test('lays the intervals around the forecast, by channel and level', () => {
    const calibration = calibrate([[Float64Array.of(-1, 2, -3, 4)], [Float64Array.of(-10, 20, 30, 40)]])
    const [narrow] = intervals([Float64Array.of(5), Float64Array.of(6)], calibration, [0.6])!
    expect(narrow).toEqual({
      level: 0.6,
      lower: [Float64Array.of(2), Float64Array.of(-4)],
      upper: [Float64Array.of(9), Float64Array.of(46)],
    })
  })
})
