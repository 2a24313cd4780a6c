import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrate, halfWidth, intervals } from './conformal.ts'

const errors = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 40 })
const allSteps = fc.array(errors, { minLength: 1, maxLength: 12 }).filter(steps => steps.some(step => step.length > 0))
const level = fc.double({ min: 0.05, max: 0.995, noNaN: true })

describe('split conformal', () => {
  test('takes the ⌈(n + 1)·level⌉-th smallest error', () => {
    const { errors } = calibrate([[Float64Array.of(-9, 1, 2, -3, 4, 5, 6, 7, 8)]])
    expect(halfWidth(errors[0]!, 0, 0.8)).toBe(8)
    expect(halfWidth(errors[0]!, 0, 0.9)).toBe(9)
    expect(halfWidth(errors[0]!, 0, 0.5)).toBe(5)
  })

  test('is never narrower at a higher level, however few errors there are', () => {
    fc.assert(
      fc.property(allSteps, fc.nat(20), level, level, (steps, step, a, b) => {
        const calibration = calibrate([steps.map(values => Float64Array.from(values))])
        const low = halfWidth(calibration.errors[0]!, step, Math.min(a, b))
        const high = halfWidth(calibration.errors[0]!, step, Math.max(a, b))
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeGreaterThanOrEqual(low)
      }),
    )
  })

  test('is not narrowed at a higher level by what it borrows from calmer neighbours', () => {
    const calm = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    const { errors } = calibrate([[calm, Float64Array.of(100), calm, calm]])
    expect(halfWidth(errors[0]!, 1, 0.5)).toBe(100)
    expect(halfWidth(errors[0]!, 1, 0.8)).toBe(100)
    expect(halfWidth(errors[0]!, 1, 0.95)).toBe(100)
  })

  test('holds at least the asked share of outcomes when errors are exchangeable', () => {
    // Over all orders of the same 20 numbers: the one left out falls within the others' interval this often.
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 }),
        level,
        (all, level) => {
          const n = all.length - 1
          fc.pre(Math.ceil((n + 1) * level) <= n)
          const inside = all.filter((left, i) => {
            const { errors } = calibrate([[Float64Array.from(all.filter((_, k) => k !== i))]])
            return left <= halfWidth(errors[0]!, 0, level)
          })
          expect(inside.length / all.length).toBeGreaterThanOrEqual(level - 1e-9)
          expect(inside.length / all.length).toBeLessThanOrEqual(level + 1 / all.length + 1e-9)
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
        if (Math.abs(draw()) <= halfWidth(errors[0]!, 0, level)) inside++
      }
      const tolerance = 4 * Math.sqrt((level * (1 - level)) / trials)
      expect(Math.abs(inside / trials - level)).toBeLessThan(tolerance)
    }
  })

  test('with too few errors at a step it borrows from its neighbours before it guesses', () => {
    const steps = Array.from({ length: 10 }, (_, h) => Float64Array.of(h + 1, h + 2, h + 3))
    const { errors } = calibrate([steps])
    expect(halfWidth(errors[0]!, 4, 0.8)).toBeLessThan(8)
    expect(halfWidth(errors[0]!, 4, 0.99)).toBeGreaterThan(12)
  })

  test('grows with the square root of the step beyond what was calibrated', () => {
    const { errors } = calibrate([[Float64Array.of(1, 1, 1, 1, 1)]])
    expect(halfWidth(errors[0]!, 3, 0.8)).toBeCloseTo(2 * halfWidth(errors[0]!, 0, 0.8), 9)
  })

  test('outcomes not known yet are left out; with none known there is no interval', () => {
    const known = calibrate([[Float64Array.of(Number.NaN, 3, Number.NaN)]])
    expect(known.errors[0]![0]).toEqual(Float64Array.of(3))
    expect(intervals([Float64Array.of(1)], calibrate([[Float64Array.of(Number.NaN)]]), [0.8])).toBeNull()
  })

  test('lays the intervals around the forecast, by channel and level', () => {
    const calibration = calibrate([[Float64Array.of(1, 2, 3, 4)], [Float64Array.of(10, 20, 30, 40)]])
    const [narrow] = intervals([Float64Array.of(5), Float64Array.of(6)], calibration, [0.8])!
    expect(narrow).toEqual({
      level: 0.8,
      lower: [Float64Array.of(1), Float64Array.of(-34)],
      upper: [Float64Array.of(9), Float64Array.of(46)],
    })
  })
})
