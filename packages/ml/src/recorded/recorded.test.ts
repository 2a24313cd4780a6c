import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draws } from '../synthetic/draws.ts'
import { generator } from '../training/random.ts'
import { recordedSeries } from './series.ts'
import { stretchesOf } from './stretches.ts'
import { columnsOf } from './table.ts'

test('a table gives its columns, with what is no number left open', () => {
  const text = 'time,a,b\n2020-01-01,1,NA\n2020-01-02,2.5,\n\n2020-01-03,-3e2,7\n'
  const [time, a, b] = columnsOf(text, { separator: ',', head: 1 })
  expect([...time!]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  expect([...a!]).toEqual([1, 2.5, -300])
  expect([...b!]).toEqual([Number.NaN, Number.NaN, 7])
})

test('rows of one key belong together, wherever they stand', () => {
  const text = 'place;value\nx;1\ny;10\nx;2\ny;20\n'
  const columns = columnsOf(text, { separator: ';', head: 1, key: 0 })
  expect(columns.map(column => [...column]).filter(column => column.every(Number.isFinite))).toEqual([
    [1, 2],
    [10, 20],
  ])
})

test('stretches hold every recorded value, and no gap longer than six steps', () => {
  const value = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  const run = fc.array(value, { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.array(fc.tuple(run, fc.integer({ min: 7, max: 20 })), { minLength: 1, maxLength: 5 }), runs => {
      const column = runs.flatMap(([values, gap]) => [...values, ...Array<number>(gap).fill(Number.NaN)])
      const stretches = stretchesOf(Float64Array.from(column), 5)
      const long = runs.map(([values]) => values).filter(values => values.length >= 5)
      for (const stretch of stretches) {
        expect(long.some(values => values.every((v, i) => Math.fround(v) === stretch[i]))).toBe(true)
      }
    }),
  )
})

test('a short gap is bridged by a straight line', () => {
  const [stretch] = stretchesOf(Float64Array.of(4, 1, Number.NaN, Number.NaN, 4, 0, 2), 5)
  expect([...stretch!]).toEqual([4, 1, 2, 3, 4, 0, 2])
})

test('what hardly ever changes, and what counts rows, is no series', () => {
  expect(stretchesOf(new Float64Array(100).fill(3), 50)).toEqual([])
  expect(
    stretchesOf(
      Float64Array.from({ length: 100 }, (_, i) => i % 24),
      50,
    ),
  ).toEqual([])
  expect(
    stretchesOf(
      Float64Array.from({ length: 100 }, (_, i) => Math.sin(i)),
      50,
    ),
  ).toHaveLength(1)
})

test('a recorded stretch is finite and of the length asked for, and the same draws give the same one', () => {
  const series = [500, 900].map(length => Float32Array.from({ length }, (_, i) => Math.sin(i / 4) + (i % 7)))
  const drawn = recordedSeries([{ weight: 1, strides: [1, 2, 4], series }])
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 10, max: 400 }), (seed, length) => {
      const values = drawn(draws(generator(seed)), length)
      expect(values).toHaveLength(length)
      expect(values.every(Number.isFinite)).toBe(true)
      expect(drawn(draws(generator(seed)), length)).toEqual(values)
    }),
  )
})
