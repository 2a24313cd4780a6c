import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Scorer, ScorerState } from '../contract/scorer.ts'
import { detecting } from './detectors.ts'
import { scorers } from './registry.ts'

const values = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) }, fc.constant(Number.NaN)),
  {
    minLength: 1,
    maxLength: 200,
  },
)

describe.each(Object.entries(scorers))('%s', (kind, member) => {
  const scorer = member as unknown as Scorer<{ threshold: number }, ScorerState>
  const fresh = () => scorer.initial(scorer.defaults)
  const column = (series: Float64Array) => scorer.scoreColumn(fresh(), series)

  test('goes by the name it is registered under', () => expect(scorer.kind).toBe(kind))

  test('never looks ahead: a prefix gets the same scores', () => {
    fc.assert(
      fc.property(values, fc.nat(200), (series, cut) => {
        const all = Float64Array.from(series)
        const prefix = all.subarray(0, cut)
        expect(column(prefix).scores).toEqual(column(all).scores.subarray(0, prefix.length))
      }),
    )
  })

  test('replay then score equals scoring all along, and so does a copy of the state', () => {
    fc.assert(
      fc.property(values, fc.nat(200), (series, cut) => {
        const all = Float64Array.from(series)
        const past = structuredClone(scorer.replay(fresh(), all.subarray(0, cut)))
        expect(scorer.scoreColumn(past, all.subarray(cut)).scores).toEqual(column(all).scores.slice(cut))
      }),
    )
  })

  test('replaying its memory is enough, up to rounding', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 60, maxLength: 400 }), series => {
        const all = Float64Array.from(series)
        const past = all.subarray(0, -1)
        const needed = past.subarray(Math.max(0, past.length - scorer.memory(scorer.defaults)))
        const short = scorer.score(scorer.replay(fresh(), needed), all.at(-1)!)
        const long = scorer.score(scorer.replay(fresh(), past), all.at(-1)!)
        expect(short === null).toBe(long === null)
        if (short && long) expect(Math.abs(short.score - long.score)).toBeLessThan(1e-6 * (1 + long.score))
      }),
    )
  })

  test('scores a column as it scores one by one, with details of exactly those above the threshold', () => {
    fc.assert(
      fc.property(values, series => {
        const { scores, flagged } = column(Float64Array.from(series))
        const state = fresh()
        const single = series.map(value => scorer.score(state, value))
        single.forEach((point, i) => {
          expect(scores[i]).toEqual(point?.score ?? Number.NaN)
        })
        const above = single.flatMap((point, index) =>
          point && point.score > state.threshold ? [{ index, ...point }] : [],
        )
        expect(flagged).toEqual(above)
      }),
    )
  })

  test('missing values are skipped: they leave no trace', () => {
    fc.assert(
      fc.property(values, series => {
        const present = Float64Array.from(series.filter(value => !Number.isNaN(value)))
        const { scores } = column(Float64Array.from(series))
        expect(scores.filter((_, i) => !Number.isNaN(series[i]!))).toEqual(column(present).scores)
      }),
    )
  })

  test('is finite and not negative for any finite input', () => {
    const wild = fc.array(
      fc.oneof(fc.double({ min: -1e150, max: 1e150, noNaN: true }), fc.constant(0), fc.constant(7)),
      {
        maxLength: 200,
      },
    )
    fc.assert(
      fc.property(wild, series => {
        const state = fresh()
        for (const value of series) {
          const point = scorer.score(state, value)
          if (point === null) continue
          expect(Object.values(point).every(Number.isFinite)).toBe(true)
          expect(point.score).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('does not depend on the unit: a·x + b scores like x', () => {
    const noisy = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 30, maxLength: 200 })
    fc.assert(
      fc.property(noisy, fc.constantFrom(-8, 0.25, 2, 1024), fc.integer({ min: -64, max: 64 }), (series, a, b) => {
        const varied = Float64Array.from(series, (value, i) => value + (i % 2))
        const scores = column(varied).scores
        const moved = column(varied.map(value => a * value + b)).scores
        scores.forEach((score, i) => {
          if (Number.isNaN(score)) expect(moved[i]).toBeNaN()
          else expect(Math.abs(moved[i]! - score)).toBeLessThan(1e-6 * (1 + score))
        })
      }),
    )
  })
})

/** Long enough for seasons to be looked for, trees to be grown anew and counts to be halved. */
const long = (count: number) => {
  let state = 1
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return Float64Array.from({ length: count }, (_, i) =>
    i % 97 === 5
      ? Number.NaN
      : 10 * Math.sin((2 * Math.PI * i) / 48) + uniform() + uniform() + (uniform() > 0.99 ? 9 : 0),
  )
}

describe.each(Object.entries(detecting))('%s as series run it', (kind, detector) => {
  const fresh = () => detector.initial(detector.defaults)

  test('goes by the name it is registered under', () => expect(detector.kind).toBe(kind))

  test.each([37, 300, 2_061, 4_100])(
    'its state, written and read after %d values, scores on as if it had stayed',
    cut => {
      const values = long(cut + 400)
      const stayed = detector.replay(fresh(), values.subarray(0, cut))
      const stored = deserialize(serialize(stayed))
      const rest = values.subarray(cut)
      expect(detector.scoreColumn(stored, rest)).toEqual(detector.scoreColumn(stayed, rest))
      expect(stored).toEqual(stayed)
    },
  )

  test('its state, made again by replay, is the same however the values were cut', () => {
    const values = long(2_500)
    const whole = detector.replay(fresh(), values)
    const pieces = fresh()
    for (let from = 0, size = 1; from < values.length; from += size, size = (size * 7) % 61) {
      detector.scoreColumn(pieces, values.subarray(from, from + size))
    }
    expect(pieces).toEqual(whole)
  })
})
