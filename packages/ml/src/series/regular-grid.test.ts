import { Fault } from '@seriema/domain/fault'
import { after, mondayToFriday, type Step } from '@seriema/domain/step'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillGaps, regularGrid } from './regular-grid.ts'

const milliseconds = (count: number): Step => ({ unit: 'millisecond', count })
const points = (times: number[], ...channels: number[][]) => ({
  times: Float64Array.from(times),
  channels: channels.map(values => Float64Array.from(values)),
})

describe('regularGrid', () => {
  test('snaps to the grid that ends at the last point; the last value in a cell wins', () => {
    const grid = regularGrid(points([0, 9, 11, 20, 30], [1, 2, 3, 4, 5]), { step: milliseconds(10), limit: 100 })
    const window = { channels: [Float64Array.of(1, 3, 4, 5)], interval: 10 }
    expect(grid).toEqual({ window, start: 0, filled: 0, gaps: [null] })
  })

  test('a missing value does not displace a present one of the same cell', () => {
    const grid = regularGrid(points([0, 10, 11], [1, 2, Number.NaN]), { step: milliseconds(10), limit: 9 })
    expect(grid.window.channels[0]).toEqual(Float64Array.of(1, 2))
  })

  test('fills gaps linearly, ends with the nearest value, and says what it made up', () => {
    const grid = regularGrid(points([0, 10, 40, 50], [Number.NaN, 1, 4, Number.NaN]), {
      step: milliseconds(10),
      limit: 100,
    })
    expect(grid.window.channels[0]).toEqual(Float64Array.of(1, 1, 2, 3, 4, 4))
    expect(grid.filled).toBe(4)
    expect(grid.gaps).toEqual([Uint8Array.of(1, 0, 1, 1, 0, 1)])
  })

  test('a year of silence costs nothing: the grid keeps to its limit and begins at a point', () => {
    const year = 365 * 86_400_000
    const grid = regularGrid(points([0, year, year + 2000], [9, 1, 2]), { step: milliseconds(2000), limit: 512 })
    expect(grid.window.channels[0]).toEqual(Float64Array.of(1, 2))
    expect(grid.start).toBe(year)
  })

  test('a silence is bridged, and what was before it kept', () => {
    const times = [...Array.from({ length: 400 }, (_, i) => i), 580, 581]
    expect(regularGrid(points(times, times), { step: milliseconds(1), limit: 4_096 }).window.channels[0]).toHaveLength(
      582,
    )
  })

  test('it begins anew after a silence where most would be made up and more came since', () => {
    const since = (count: number) => [0, 1, 2, ...Array.from({ length: count }, (_, i) => 1_000 + i)]
    const cells = (times: number[]) =>
      regularGrid(points(times, times), { step: milliseconds(1), limit: 4_096 }).window.channels[0]
    expect(cells(since(70))).toHaveLength(70)
    expect(cells([...Array.from({ length: 400 }, (_, i) => i), 1_000])).toHaveLength(1_001)
    expect(cells([0, 5, 10, 15, 20])).toHaveLength(21)
  })

  test('a channel without a value costs the others nothing, and is marked as made up throughout', () => {
    const { window, gaps } = regularGrid(points([0, 1], [1, 2], [Number.NaN, Number.NaN]), {
      step: milliseconds(1),
      limit: 9,
    })
    expect(window.channels).toEqual([Float64Array.of(1, 2), new Float64Array(2)])
    expect(gaps).toEqual([null, Uint8Array.of(1, 1)])
  })

  test('without points there is no grid', () => {
    expect(() => regularGrid(points([], []), { step: milliseconds(1), limit: 1 })).toThrow(Fault)
  })

  test('on a regular series without gaps it is the identity on the last points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 1e7 }),
        (values, limit, interval) => {
          const times = values.map((_, i) => 1.7e12 + i * interval)
          const grid = regularGrid(points(times, values), { step: milliseconds(interval), limit })
          expect(grid.window.channels[0]).toEqual(Float64Array.from(values.slice(-limit)))
          expect(grid.start).toBe(times.slice(-limit)[0])
          expect(grid.filled).toBe(0)
        },
      ),
    )
  })

  const calendars: readonly (readonly [Step, number])[] = [
    [{ unit: 'month', count: 1, zone: 'UTC', day: 1 }, Date.UTC(2015, 0, 1)],
    [{ unit: 'month', count: 1, zone: 'Europe/Berlin', day: 31 }, Date.UTC(2015, 0, 30, 23)],
    [{ unit: 'quarter', count: 1, zone: 'UTC', day: 1 }, Date.UTC(2000, 0, 1)],
    [{ unit: 'businessDay', count: 1, zone: 'America/New_York', weekdays: mondayToFriday }, Date.UTC(2024, 0, 1, 5)],
    [{ unit: 'day', count: 1, zone: 'Europe/Berlin' }, Date.UTC(2023, 7, 31, 22)],
  ]

  test.each(calendars)('every step of %j is a cell: none is lost, made up or doubled', (step, from) => {
    const times = Array.from({ length: 421 }, (_, i) => after(step, from, i))
    const values = times.map((_, i) => i)
    const grid = regularGrid(points(times, values), { step, limit: 4_096 })
    expect(grid.window.channels[0]).toEqual(Float64Array.from(values))
    expect(grid).toMatchObject({ filled: 0, start: from })
    const gone = regularGrid(
      points(
        times.filter((_, i) => i % 7 !== 3),
        values.filter((_, i) => i % 7 !== 3),
      ),
      { step, limit: 4_096 },
    )
    expect(gone.window.channels[0]!.every((value, i) => Math.abs(value - i) < 1e-9)).toBe(true)
    expect(gone.filled).toBe(values.filter(i => i % 7 === 3).length)
  })

  test('is complete, within the limit, and within the range of the values', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: -9, max: 9 })), { minLength: 1 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 40 }), (steps, limit) => {
        let at = 0
        const times = steps.map(([gap]) => (at += gap))
        const grid = regularGrid(
          points(
            times,
            steps.map(([, value]) => value),
          ),
          { step: milliseconds(7), limit },
        )
        const cells = grid.window.channels[0]!
        expect(cells.length).toBeLessThanOrEqual(limit)
        expect(cells.every(value => Number.isFinite(value) && Math.abs(value) <= 9)).toBe(true)
        expect(cells.at(-1)).toBe(steps.at(-1)![1])
      }),
    )
  })
})

test('equal neighbours are bridged by exactly their value', () => {
  const values = Float64Array.of(0.1, Number.NaN, Number.NaN, 0.1)
  expect(fillGaps(values)).toBe(2)
  expect(values).toEqual(new Float64Array(4).fill(0.1))
})
