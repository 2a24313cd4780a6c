import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linePath } from './paths.ts'
import { stretches } from './stretches.ts'

const regular = (count: number, step = 1_000, from = 0) => Array.from({ length: count }, (_, i) => from + i * step)
const lengths = (times: readonly number[], values: readonly number[] = times) =>
  stretches(times, values).map(it => it.length)

test('a line ends at an outage and begins anew after it, however long both sides are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 200 }),
      fc.integer({ min: 3, max: 200 }),
      fc.integer({ min: 6, max: 10_000 }),
      fc.integer({ min: 1, max: 1e8 }),
      (before, after, gap, step) => {
        const times = regular(before, step)
        expect(lengths([...times, ...regular(after, step, times.at(-1)! + gap * step)])).toEqual([before, after])
      },
    ),
  )
})

test('every value there is belongs to one stretch, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.option(fc.integer(), { nil: Number.NaN }))),
      points => {
        let at = 0
        const times = points.map(([step]) => (at += step))
        const values = points.map(([, value]) => value)
        expect(stretches(times, values).flat()).toEqual(values.flatMap((value, i) => (Number.isNaN(value) ? [] : [i])))
      },
    ),
  )
})

test('weekends and lost single points do not break a line, a missing value does', () => {
  const weekdays = regular(60, 86_400_000).filter(at => ![5, 6].includes((at / 86_400_000) % 7))
  expect(lengths(weekdays)).toEqual([weekdays.length])
  const lost = regular(60).filter((_, i) => i % 17 !== 5)
  expect(lengths(lost)).toEqual([lost.length])
  expect(lengths(regular(9), [1, 2, 3, 4, Number.NaN, 6, 7, 8, 9])).toEqual([4, 4])
})

test('a channel with a value at every tenth instant is one line', () => {
  const times = regular(100)
  expect(
    lengths(
      times,
      times.map((_, i) => (i % 10 === 0 ? i : Number.NaN)),
    ),
  ).toEqual([10])
})

test('a point alone is a dot of its own and no part of the line', () => {
  const same = (it: number) => it
  expect(linePath([5], [7], same, same)).toEqual({ line: '', dots: 'M5.0 7.0h0' })
  const times = [...regular(20, 1), 500, ...regular(20, 1, 900)]
  const { line, dots } = linePath(times, times, same, same)
  expect(line.split('M').map(it => it.split('L').length)).toEqual([1, 20, 20])
  expect(dots).toBe('M500.0 500.0h0')
})
