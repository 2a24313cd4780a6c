import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Column, Judgement } from '../contract/detector.ts'
import { severityOf } from '../contract/severity.ts'
import { defaultDetector, detectorOf, detectors, valueDetectors } from './registry.ts'
import { standInDetector } from './stand-in.ts'

const values = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) }, fc.constant(Number.NaN)),
  {
    minLength: 1,
    maxLength: 200,
  },
)

/** Where in a state there is an infinite number. */
function boundless(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Math.abs(value) === Number.POSITIVE_INFINITY ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => boundless(part, `${path}.${name}`))
}

const withStandIn = [...valueDetectors.map(one => [one.kind, one] as const), ['the stand-in', standInDetector] as const]

describe.each(withStandIn)('%s', (_, { kind, definition: scorer }) => {
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

  test('stays finite, state and score, up to the ends of the double range', () => {
    const end = Number.MAX_VALUE
    const extreme = fc.constantFrom(
      end,
      -end,
      end / 2,
      -end / 2,
      1e300,
      -1e300,
      5e-324,
      0,
      1,
      -1,
      Number.POSITIVE_INFINITY,
    )
    const calm = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    const wild = fc.array(fc.oneof(extreme, calm), { minLength: 1, maxLength: 400 })
    const runs = fc.array(fc.tuple(extreme, fc.integer({ min: 1, max: 90 })), { maxLength: 9 })
    const held = runs.map(all => all.flatMap(([value, count]) => Array<number>(count).fill(value)))
    fc.assert(
      fc.property(fc.oneof(wild, held), series => {
        const state = fresh()
        for (const value of series) {
          const point = scorer.score(state, value)
          if (point !== null) expect(Object.values(point).every(Number.isFinite)).toBe(true)
        }
        expect(boundless(state)).toEqual([])
        const recovered = scorer.scoreColumn(
          state,
          Float64Array.from({ length: 200 }, (_, i) => i % 7),
        )
        expect(recovered.flagged.every(one => Object.values(one).every(Number.isFinite))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('what is critical lies outside the bounds', () => {
    const shifted = fc.tuple(values, fc.double({ min: -1e4, max: 1e4, noNaN: true }))
    fc.assert(
      fc.property(shifted, ([series, shift]) => {
        const all = Float64Array.from([...series, ...series, ...series.map(value => value + shift), ...series])
        for (const { index, score, lower, upper } of column(all).flagged) {
          if (severityOf(score) === 'critical') expect(all[index]! < lower || all[index]! > upper).toBe(true)
        }
      }),
    )
  })

  test('with instants, replay and copies go on alike, whatever the silences', () => {
    const gaps = fc.array(fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 2, 9, 400, 1e6), { minLength: 300, maxLength: 300 })
    fc.assert(
      fc.property(gaps, fc.nat(300), (steps, cut) => {
        let now = 0
        const times = Float64Array.from(steps, step => (now += 60_000 * step))
        const all = Float64Array.from(times, (at, i) => 10 * Math.sin(at / 1e6) + (i % 13 === 5 ? Number.NaN : i % 3))
        const whole = scorer.scoreColumn(fresh(), all, times).scores
        const past = structuredClone(scorer.replay(fresh(), all.subarray(0, cut), times.subarray(0, cut)))
        expect(scorer.scoreColumn(past, all.subarray(cut), times.subarray(cut)).scores).toEqual(whole.slice(cut))
      }),
      { numRuns: 40 },
    )
  })

  test('says nothing of the first value after a long silence that it does not say of one in order', () => {
    const noisy = long(1_000).map(value => (Number.isNaN(value) ? 11 : value))
    const times = Float64Array.from(noisy, (_, i) => 60_000 * (i < 700 ? i : i + 48 * 20))
    const { scores } = scorer.scoreColumn(fresh(), noisy, times)
    for (const score of scores.subarray(700, 703)) expect(score > scorer.defaults.threshold).toBe(false)
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

describe.each(withStandIn)('%s as series run it', (_, { kind, scorer: detector }) => {
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
    offsets: null,
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

test.each(valueDetectors.map(one => [one.kind, one] as const))(
  'the detector %s knows of a silence by the instants, in full or not',
  (_, detector) => {
    const values = long(500).map(value => (Number.isNaN(value) ? 11 : value))
    const times = Float64Array.from(values, (_, i) => 60_000 * (i < 400 ? i : i + 100))
    const whole = detector.scorer.scoreColumn(detector.scorer.initial(detector.scorer.defaults), values, times).scores
    const silent = Uint8Array.from(whole, score => (Number.isNaN(score) ? 1 : 0))
    for (const inFull of [true, false]) {
      const judgement: Judgement = { inFull, scored: [], silent: new Uint8Array(500) }
      detector.judge(
        detector.initial(),
        { channel: 0, times, values, offsets: null, forecastBefore: () => null },
        0,
        500,
        judgement,
      )
      expect(judgement.silent).toEqual(silent)
      const above = judgement.scored.filter(({ score }) => score > detector.scorer.defaults.threshold)
      expect(above.map(({ index, score }) => [index, score])).toEqual(
        Array.from(whole.entries()).filter(([, score]) => score > detector.scorer.defaults.threshold),
      )
    }
  },
)

test('the kinds are unlike each other, and the default is offered first', () => {
  expect(new Set(detectors.map(({ kind }) => kind)).size).toBe(detectors.length)
  expect(detectors[0]).toBe(defaultDetector)
  expect(() => detectorOf('crystal-ball')).toThrow('crystal-ball')
})
