import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Column, Judgement } from '../contract/detector.ts'
import { baseline, defaultDetector, detectorOf, detectors, valueDetectors } from './registry.ts'

const values = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) }, fc.constant(Number.NaN)),
  {
    minLength: 1,
    maxLength: 200,
  },
)

describe.each(valueDetectors.map(one => [one.kind, one] as const))('%s', (kind, { definition: scorer }) => {
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

describe.each(valueDetectors.map(one => [one.kind, one] as const))(
  '%s as series run it',
  (kind, { scorer: detector }) => {
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
  },
)

/** A forecast of nothing but zeros from the instant before the first on, for 300 steps of one millisecond. */
const level = (value: number) => new Float64Array(300).fill(value)
const zeros = {
  forecaster: 'ridge' as const,
  origin: -1,
  step: { unit: 'millisecond' as const, count: 1 },
  channels: [{ mean: level(0), intervals: [{ level: 0.95, lower: level(-9), upper: level(9) }] }],
}

describe.each(detectors.map(one => [one.kind, one] as const))('the detector %s', (kind, detector) => {
  const columnOf = (series: readonly number[]): Column => ({
    channel: 0,
    times: Float64Array.from(series.keys()),
    values: Float64Array.from(series),
    forecastBefore: () => zeros,
  })
  const judged = (series: readonly number[], inFull: boolean, pieces: readonly number[] = []): Judgement => {
    const judgement = { inFull, scored: [], silent: new Uint8Array(series.length) }
    const state = detector.initial()
    const cuts = [...new Set([0, ...pieces.map(cut => Math.min(cut, series.length)), series.length])].sort(
      (a, b) => a - b,
    )
    for (let i = 1; i < cuts.length; i++) detector.judge(state, columnOf(series), cuts[i - 1]!, cuts[i]!, judgement)
    return judgement
  }

  test('is found by its kind, and says in words what it is', () => {
    expect(detectorOf(kind)).toBe(detector)
    for (const words of [detector.title, detector.tagline, detector.name]) expect(words).toMatch(/^\S.*\S$/)
    expect(detector.description).toMatch(/^[A-Z].*\.$/)
    expect(detector.expectation('ridge')).toMatchObject({ kind: expect.any(String) })
  })

  test('says the same in pieces as in one go, and of what is above the threshold the same in full or not', () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(200), { maxLength: 4 }), (series, pieces) => {
        const whole = judged(series, true)
        expect(judged(series, true, pieces)).toEqual(whole)
        const { scored, silent } = judged(series, false, pieces)
        expect(scored).toEqual(whole.scored.filter(({ score }) => score > 3))
        expect(silent).toEqual(whole.silent)
        const present = series.filter(value => !Number.isNaN(value)).length
        expect(whole.scored.length + silent.reduce((sum, one) => sum + one, 0)).toBe(present)
      }),
    )
  })
})

test('the kinds are unlike each other, the default is offered first, and the baseline needs nothing but values', () => {
  expect(new Set(detectors.map(({ kind }) => kind)).size).toBe(detectors.length)
  expect(detectors[0]).toBe(defaultDetector)
  expect(valueDetectors).toContain(baseline)
  expect(() => detectorOf('crystal-ball')).toThrow('crystal-ball')
})
