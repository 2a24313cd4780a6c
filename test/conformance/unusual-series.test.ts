import { defaultAlarmRules } from '@seriema/domain/anomaly'
import { timeZone } from '@seriema/domain/time-zone'
import { newBaseline } from '@seriema/ml/detection/baseline'
import { detect } from '@seriema/ml/detection/detect'
import { runToEnd } from '@seriema/ml/detection/judge'
import { newDetectorState } from '@seriema/ml/detection/knowledge'
import { detectorOf } from '@seriema/ml/scorers/registry'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flat, normal } from '../cases/series/made.ts'

/** What is found in a new series with its defaults: by its detector and, where that is silent, by the baseline. */
function found(values: readonly number[], times: readonly number[], kind = 'ensemble', zone = 'UTC') {
  const detector = detectorOf(kind)
  const none = { times: new Float64Array(), channels: [new Float64Array()] }
  const points = { times: Float64Array.from(times), channels: [Float64Array.from(values)] }
  const series = {
    channels: [{ unit: null }],
    alarmRules: defaultAlarmRules,
    suppressions: [],
    timeZone: zone,
    pointCount: 0,
    lastAt: null,
  }
  const news = { inOrder: { points, forecast: null }, outOfOrder: { points: none, forecast: null }, around: none }
  const knowledge = { baseline: newBaseline(1), chosen: newDetectorState(detector, series, 0), fallback: null }
  const { findings } = runToEnd(detect(detector, series, news, knowledge)).detection
  const indices = new Map(times.map((at, index) => [at, index]))
  return findings.map(({ at, alarm, severity }) => ({ index: indices.get(at)!, alarm, severity }))
}
const minutes = (count: number, step = 5) => Array.from({ length: count }, (_, i) => 1.7e12 + i * step * 60_000)
const inOrder = (values: readonly number[], kind?: string) => found(values, minutes(values.length), kind)

describe('what never moved and moves is found', () => {
  const length = fc.integer({ min: 20, max: 1_200 })
  const level = fc.oneof(fc.double({ min: 0.01, max: 1e5, noNaN: true }), fc.constantFrom(42, 230, 1, 0, -18))
  /** Of at least 2 % of the level, either way. */
  const away = fc.tuple(level, fc.double({ min: 0.02, max: 5, noNaN: true }), fc.constantFrom(1, -1))

  test('once: critical there, and nothing else is', () => {
    fc.assert(
      fc.property(length, away, (count, [at, share, side]) => {
        const value = at === 0 ? share * side : at * (1 + share * side)
        expect(inOrder([...flat(count, at), value, ...flat(99, at)])).toEqual([
          { index: count, alarm: true, severity: 'critical' },
        ])
      }),
      { numRuns: 60 },
    )
  })

  test('for good: one alarm, then the new normal', () => {
    fc.assert(
      fc.property(length, away, fc.integer({ min: 2, max: 300 }), (count, [at, share, side], after) => {
        const value = at === 0 ? share * side : at * (1 + share * side)
        expect(inOrder([...flat(count, at), ...flat(after, value)])).toEqual([
          { index: count, alarm: true, severity: 'critical' },
        ])
      }),
      { numRuns: 60 },
    )
  })

  test('a status that drops is found, and is again weeks later', () => {
    const status = [...flat(700, 1), ...flat(3, 0), ...flat(2_000, 1), ...flat(3, 0), ...flat(97, 1)]
    expect(inOrder(status).map(({ index }) => index)).toEqual([700, 2_703])
  })

  test('a block that leaves a ramp is found', () => {
    const ramp = Array.from({ length: 2_000 }, (_, i) => (i >= 1_899 && i < 1_910 ? 300 : i + 1))
    const alarms = inOrder(ramp).filter(({ alarm }) => alarm)
    expect(alarms.length).toBe(1)
    expect(alarms[0]!.index).toBeGreaterThanOrEqual(1_899)
    expect(alarms[0]!.index).toBeLessThan(1_911)
  })

  test('a spike in a quantised series is found, and its steps are not', () => {
    const draw = normal(5)
    const quantised = Array.from({ length: 3_000 }, () => 21.5 + Math.round(0.35 * draw()) / 10)
    quantised[2_500] = 25
    const late = inOrder(quantised).filter(({ index, alarm }) => alarm && index >= 300)
    expect(late).toEqual([{ index: 2_500, alarm: true, severity: 'critical' }])
  })
})

describe.each(['ensemble', 'zscore', 'robust', 'seasonal'] as const)('by the %s', kind => {
  test('one step of the resolution is nothing, at first or later', () => {
    const step = fc.constantFrom([21.5, 0.1], [1_013, 1], [50, 0.01], [230, 1], [-40, 0.25], [100_000, 500])
    fc.assert(
      fc.property(step, fc.integer({ min: 15, max: 800 }), fc.constantFrom(1, -1), (one, count, side) => {
        const [at, resolution] = one as [number, number]
        const moved = at + side * resolution
        expect(inOrder([...flat(count, at), ...flat(100, moved)], kind)).toEqual([])
        expect(inOrder([...flat(count, at), moved, ...flat(40, at), ...flat(60, moved)], kind)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

const day = 86_400_000
const shapes = [
  ['a wave', (phase: number) => 20 + 5 * Math.sin(2 * Math.PI * phase), 0.3],
  ['an office', (phase: number) => (phase >= 7 / 24 && phase < 18 / 24 ? 100 : 20), 1.5],
  ['a midday', (phase: number) => 50 * Math.exp(-(((phase - 0.5) / 0.15) ** 2)), 1],
] as const

describe.each(shapes)('%s', (_, shape, noise) => {
  /** Days of so many points, those in the silence left out; what is at an instant is told by `clock`, the time of the day. */
  const days = (a: {
    count: number
    perDay: number
    seed: number
    silent?: readonly [number, number]
    clock?: (i: number) => number
  }) => {
    const draw = normal(a.seed)
    const [times, values]: [number[], number[]] = [[], []]
    for (let i = 0; i < a.count; i++) {
      const value = shape(((a.clock?.(i) ?? i) % a.perDay) / a.perDay) + noise * draw()
      if (a.silent !== undefined && i >= a.silent[0] && i < a.silent[1]) continue
      times.push(1.7e12 + (i * day) / a.perDay)
      values.push(value)
    }
    return { times, values }
  }

  test('after a silence of any length values that are right for their phase are right', () => {
    for (const perDay of [24, 96])
      for (const lost of [7, 13, 25, 100, 300, 1_000])
        for (const kind of ['ensemble', 'seasonal'] as const) {
          const from = 13 * perDay + 11
          const count = from + lost + 5 * perDay
          const { times, values } = days({ count, perDay, seed: lost, silent: [from, from + lost] })
          const whole = days({ count, perDay, seed: lost })
          const after = found(values, times, kind).filter(({ index, alarm }) => alarm && index >= from)
          const usual = found(whole.values, whole.times, kind).filter(
            ({ index, alarm }) => alarm && index >= from + lost,
          )
          if (kind === 'ensemble') expect(after.length, `${lost} of ${perDay}`).toBeLessThanOrEqual(usual.length + 2)
          expect(after.filter(({ index }) => index < from + 5)).toEqual([])
        }
  })

  test.each([
    [15, 1],
    [15, -1],
    [30, 1],
    [60, -1],
  ])(
    'put forward or back with the clocks, every %d minutes, %d hour: alarms on the first day at most, of one event',
    (step, hour) => {
      const perDay = 1_440 / step
      const change = 42 * perDay
      const shift = (hour * 60) / step
      const { times, values } = days({
        count: 56 * perDay,
        perDay,
        seed: 13,
        clock: i => i + perDay + (i >= change ? shift : 0),
      })
      const alarms = found(values, times).filter(({ alarm }) => alarm)
      const after = alarms.filter(({ index }) => index >= change)
      expect(after.length).toBeLessThanOrEqual(4)
      expect(after.filter(({ index }) => index >= change + perDay)).toEqual([])
      expect(alarms.filter(({ index }) => index >= 8 * perDay && index < change).length).toBeLessThanOrEqual(3)
    },
  )
})

test('a peak of the day, however narrow, is what its hour always is, after a silence too', () => {
  for (const [perDay, width] of [
    [24, 0.02],
    [24, 0.05],
    [96, 0.01],
    [96, 0.03],
    [288, 0.02],
  ] as const) {
    let told = 0
    for (let seed = 1; seed <= 4; seed++)
      for (const hours of [1, 5, 13, 30, 72]) {
        const draw = normal(seed * 1_009 + perDay)
        const [lost, from] = [(hours * perDay) / 24, 14 * perDay + Math.floor(seed * 0.23 * perDay)]
        const [times, values]: [number[], number[]] = [[], []]
        for (let i = 0; i < 20 * perDay; i++) {
          const value = 10 + 100 * Math.exp(-((((i % perDay) / perDay - 0.5) / width) ** 2)) + draw()
          if (i >= from && i < from + lost) continue
          times.push(1.7e12 + (i * day) / perDay)
          values.push(value)
        }
        told += found(values, times).filter(({ index, alarm }) => alarm && index >= from && index < from + 50).length
      }
    expect(told, `${width} of a day at ${perDay}`).toBeLessThanOrEqual(3)
  }
})

test.each([
  [15, '2024-03-31T01:00Z'],
  [60, '2024-03-31T01:00Z'],
  [15, '2024-10-27T01:00Z'],
  [60, '2024-10-27T01:00Z'],
  [5, '2024-10-27T01:00Z'],
])('every %d minutes, when clocks change at %s: nothing, where the series has a time zone', (step, change) => {
  const zone = timeZone('Europe/Berlin')
  const at = Date.parse(change)
  for (const [, shape, noise] of shapes) {
    const draw = normal(step)
    const [times, values]: [number[], number[]] = [[], []]
    for (let t = at - 21 * day; t < at + 4 * day; t += step * 60_000) {
      times.push(t)
      values.push(shape(((t + zone.offset(t)) % day) / day) + noise * draw())
    }
    const [first, end] = [times.indexOf(at), times.indexOf(at + 2 * day)]
    const alarms = found(values, times, 'ensemble', 'Europe/Berlin').filter(
      ({ alarm, index }) => alarm && index >= first && index < end,
    )
    expect(alarms).toEqual([])
  }
})

test('flags and small counts that come now and then are nearly quiet while a series is young', () => {
  let told = 0
  for (let seed = 1; seed <= 40; seed++) {
    const draw = normal(seed * 7_919)
    const flags = Array.from({ length: 150 }, () => (draw() > 1.6 ? 1 : 0))
    told += inOrder(flags).filter(({ alarm }) => alarm).length
  }
  expect(told / 40).toBeLessThan(3)
})

test('the first 150 points of a walk or of a square wave are nearly quiet', () => {
  let told = 0
  for (let seed = 1; seed <= 100; seed++) {
    const draw = normal(seed * 7_919)
    let level = 0
    const walk = Array.from({ length: 150 }, () => {
      level += draw()
      return level
    })
    told += inOrder(walk).length
  }
  expect(told / 100).toBeLessThan(0.4)
  for (const half of [10, 20, 48]) {
    const square = Array.from({ length: 800 }, (_, i) => Math.floor(i / half) % 2)
    expect(inOrder(square).length, `${half} a side`).toBeLessThanOrEqual(2)
  }
})
