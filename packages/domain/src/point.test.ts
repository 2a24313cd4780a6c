import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkBatch, countBefore, toldAtMost } from './point.ts'

const now = Date.UTC(2026, 0, 1)
const free = { unit: null, minimum: null, maximum: null }
const channels = [
  { ...free, name: 'a' },
  { ...free, name: 'b', minimum: -5, maximum: 5 },
]
const hour = 3_600_000

describe('any batch', () => {
  const time = fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: now - 60, max: now + 60 }) },
    { weight: 1, arbitrary: fc.constantFrom(now - 500 * 24 * hour, now + 2 * hour) },
    { weight: 1, arbitrary: fc.constantFrom('x', null, -1, 0.5, new Date(now).toISOString()) },
  )
  const value = fc.oneof(
    { weight: 12, arbitrary: fc.double({ min: -6, max: 6, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined, Number.NaN, Number.POSITIVE_INFINITY, '1', {}) },
  )
  const point = fc.tuple(time, value, value)
  const clean = fc
    .uniqueArray(fc.integer({ min: now - 1_000, max: now }), { maxLength: 30 })
    .map(list => list.sort((a, b) => a - b).map(at => [at, 1, 2] as [unknown, unknown, unknown]))

  test('every point is kept or rejected, for a reason of its own, and what is kept ascends', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(point, { maxLength: 30 }), clean), points => {
        const raw = { times: points.map(p => p[0]), values: [points.map(p => p[1]), points.map(p => p[2])] }
        const { points: kept, index, rejections, warnings } = checkBatch(raw, channels, now)
        expect([...index, ...rejections.map(r => r.index)].sort((a, b) => a - b)).toEqual([...points.keys()])
        expect(rejections.map(r => r.index)).toEqual(rejections.map(r => r.index).sort((a, b) => a - b))
        index.forEach((place, i) => {
          const [at, a, b] = points[place]!
          expect(kept.times[i]).toBe(typeof at === 'string' ? Date.parse(at) : at)
          expect(kept.channels[0]![i]).toBe(a ?? Number.NaN)
          expect(kept.channels[1]![i]).toBe(b ?? Number.NaN)
          if (i > 0) expect(kept.times[i]!).toBeGreaterThan(kept.times[i - 1]!)
        })
        const far = index.filter((_, i) => kept.times[i]! < now - 365.25 * 24 * hour || kept.times[i]! > now + hour)
        expect(warnings.map(w => w.index)).toEqual(expect.arrayContaining([...far]))
        for (const { index: place, code } of rejections) {
          const [at, a, b] = points[place]!
          const present = [a, b].filter(v => v != null)
          const wrong = present.some(v => typeof v !== 'number' || !Number.isFinite(v)) || present.length === 0
          if (code === 'INVALID_VALUE') expect(wrong).toBe(true)
          if (code === 'VALUE_OUT_OF_RANGE') expect(Math.abs(b as number)).toBeGreaterThan(5)
          if (code === 'DUPLICATE_TIMESTAMP')
            expect(points.slice(0, place).some(p => +new Date(p[0] as never) === +new Date(at as never))).toBe(true)
        }
      }),
    )
  })
})

const one = (times: readonly unknown[], ...values: readonly (readonly unknown[])[]) =>
  checkBatch({ times, values }, channels.slice(0, values.length), now)

test('of two points at one instant the first stands, in whatever order they come', () => {
  const { points, rejections } = one([now, now - 1, now], [1, 2, 3])
  expect(Array.from(points.channels[0]!)).toEqual([2, 1])
  expect(rejections).toMatchObject([{ index: 2, code: 'DUPLICATE_TIMESTAMP' }])
})

test('a missing value stays missing; a point with none at all is refused', () => {
  const { points, rejections } = one([now - 2, now - 1, now], [1, null, undefined], [null, 2, null])
  expect(points.channels).toEqual([Float64Array.of(1, Number.NaN), Float64Array.of(Number.NaN, 2)])
  expect(rejections).toMatchObject([{ index: 2, code: 'INVALID_VALUE' }])
})

test('the ends of the plausible range are plausible', () => {
  const { points, rejections } = one(
    [1, 2, 3, 4].map(n => now + n),
    [0, 0, 0, 0],
    [-5, 5, -5.001, 5.001],
  )
  expect(Array.from(points.channels[1]!)).toEqual([-5, 5])
  expect(rejections.map(r => r.code)).toEqual(['VALUE_OUT_OF_RANGE', 'VALUE_OUT_OF_RANGE'])
})

test('a year back and an hour ahead are warned of, not nearer', () => {
  const year = 365.25 * 24 * hour
  const { warnings, points } = one([now - year - 1, now - year, now + hour, now + hour + 1], [1, 1, 1, 1])
  expect(points.times).toHaveLength(4)
  expect(warnings.map(w => w.index)).toEqual([0, 3])
})

test('columns that do not fit are refused as a whole', () => {
  expect(() => one([now], [1], [1], [1])).toThrow()
  expect(() => checkBatch({ times: [now], values: [[1]] }, channels, now)).toThrow('expected 2 columns')
  expect(() => checkBatch({ times: [now], values: [[1], [1, 2]] }, channels, now)).toThrow('2 values for 1 instants')
})

test('of a million bad points the first are told of, and all are counted', () => {
  const count = 1_000_000
  const times = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'no instant' : now - i))
  const { rejections, rejected, points, warnings, warned } = checkBatch(
    { times, values: [times.map(() => 1)] },
    [{ ...free, name: 'v' }],
    now,
  )
  expect([rejections.length, rejected, points.times.length]).toEqual([toldAtMost, count / 2, count / 2])
  expect(rejections.at(-1)).toMatchObject({ index: 2 * (toldAtMost - 1), code: 'INVALID_TIMESTAMP' })
  expect(warnings.length).toBeLessThanOrEqual(toldAtMost)
  expect(warned).toBe(0)
})

test('as many instants are before another as come before the first that is not, wherever that is', () => {
  const instants = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }).map(list => list.sort((a, b) => a - b))
  fc.assert(
    fc.property(instants, fc.integer({ min: -1, max: 51 }), (list, at) => {
      const first = list.findIndex(time => time >= at)
      expect(countBefore(Float64Array.from(list), at)).toBe(first === -1 ? list.length : first)
    }),
  )
})
