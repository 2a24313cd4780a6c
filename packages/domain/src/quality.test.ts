import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  defineQualityLimits,
  type JudgedSeries,
  judgeQuality,
  missingBetween,
  type QualityCounts,
  qualityWindow,
  windowOf,
} from './quality.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 2, 1)
const step = { unit: 'millisecond', count: hour } as const
const live = { channels: [1], firstAt: now - 30 * day, lastAt: now, liveAt: now, step }
const counts = {
  ...{ points: 168, missingValues: 0, missingInstants: 0, implausible: 0, decreases: 0, anomalies: 0 },
  ...{ first: now - 7 * day + hour, last: now },
}
const window = { from: now - 7 * day + 1, to: now + 1 }
const judged = (
  series: JudgedSeries = live,
  found: QualityCounts = counts,
  limits: Parameters<typeof judgeQuality>[2] = null,
  at = now,
) => Object.fromEntries(judgeQuality(series, found, limits, window, at).map(({ rule, ...rest }) => [rule, rest]))

test('a rule passes below its limit, and fails at it; nothing amiss passes even where nothing may be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 168 }), fc.double({ min: 0, max: 1, noNaN: true }), (anomalies, outliers) => {
      const limits = { completeness: null, consistency: null, timeliness: null, outliers }
      const { passed } = judged(live, { ...counts, anomalies }, limits).outliers!
      expect(passed).toBe(anomalies === 0 || anomalies / 168 < outliers)
    }),
  )
})

test('what did not come counts as missing in every channel: before, between and behind the points, but for the next one', () => {
  expect(judged().completeness).toEqual({ figure: 0, limit: 0.05, passed: true })
  const half = { ...counts, points: 84, missingInstants: 84 }
  expect(judged(live, half).completeness!.figure).toBe(0.5)
  const lateStart = { ...counts, points: 160, first: counts.first + 8 * hour }
  expect(judged(live, lateStart).completeness!.figure).toBeCloseTo(8 / 168, 10)
  const young = { ...live, firstAt: lateStart.first }
  expect(judged(young, lateStart).completeness!.figure).toBe(0)
  const silent = { ...live, lastAt: now - 12 * hour }
  const cut = { ...counts, points: 156, last: silent.lastAt }
  expect(judged(silent, cut).completeness!.figure).toBeCloseTo(11 / 167, 10)
  const due = { ...live, lastAt: now - 2 * hour }
  expect(judged(due, { ...counts, points: 166, last: due.lastAt }).completeness!.figure).toBe(0)
  const none = { ...counts, points: 0, first: null, last: null }
  expect(judged({ ...live, lastAt: now - 9 * day }, none).completeness).toMatchObject({ figure: 1, passed: false })
})

test('of too little nothing is said: a share of a few values would be beyond the limit by one of them', () => {
  const few = { ...counts, points: 15, first: now - 14 * hour, anomalies: 1 }
  const told = judged({ ...live, firstAt: now - 14 * hour }, few)
  expect(told.completeness!.passed).toBeNull()
  expect(told.outliers).toMatchObject({ figure: 1 / 15, passed: null })
  expect(judged({ ...live, step: null }).completeness).toMatchObject({ figure: null, passed: null })
})

test('timeliness fails after a week, or three longer steps, and for points ahead of the clock; of archives it is unknown', () => {
  const at = (age: number, series: JudgedSeries = live) =>
    judged({ ...series, lastAt: now - age }, counts, null, now).timeliness!.passed
  expect([at(0), at(7 * day - 1), at(7 * day), at(-60_000), at(-60_001)]).toEqual([true, true, false, true, false])
  const monthly = { ...live, step: { unit: 'millisecond', count: 30 * day } as const }
  expect([at(80 * day, monthly), at(91 * day, monthly)]).toEqual([true, false])
  expect(at(400 * day, { ...live, liveAt: null })).toBeNull()
})

test('the window that suits a step is the shortest that holds a hundred, and ends where an archive does', () => {
  const of = (count: number) => qualityWindow({ unit: 'millisecond', count }) / day
  expect([of(1_000), of(600_000), of(900_000), of(hour), of(6 * hour), of(day), of(30 * day)]).toEqual([
    ...[1, 1, 7, 7, 30],
    ...[365, 365],
  ])
  expect(windowOf(live, null, now)).toEqual({ from: now + 1 - 7 * day, to: now + 1 })
  const archive = { ...live, lastAt: now - 100 * day, liveAt: null }
  expect(windowOf(archive, day, now)).toEqual({ from: archive.lastAt + 1 - day, to: archive.lastAt + 1 })
  expect(() => windowOf(live, 1, now)).toThrow(/a minute to 366 days/)
})

test('of any instants on a step, those left out are missing, however the others shake a little', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.double({ min: -0.2, max: 0.2, noNaN: true })), { minLength: 1 }),
      drawn => {
        const times = drawn.flatMap(([kept, off], i) => (kept || i === 0 ? [now + (i + off) * hour] : []))
        const last = drawn.findLastIndex(([kept], i) => kept || i === 0)
        expect(missingBetween(step, Float64Array.from(times))).toBe(last + 1 - times.length)
      },
    ),
  )
})

test('limits change one by one, null is the default again, and what is none is refused', () => {
  const some = defineQualityLimits({ completeness: 0.1, timeliness: hour }, null)
  expect(some).toEqual({ completeness: 0.1, consistency: null, timeliness: hour, outliers: null })
  expect(defineQualityLimits({ completeness: null }, some)).toEqual({ ...some, completeness: null })
  expect(() => defineQualityLimits({ outliers: 1.1 }, null)).toThrow(/share from 0 to 1/)
  expect(() => defineQualityLimits({ timeliness: 1 }, null)).toThrow(/a second to ten years/)
})
