import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generator } from '../training/random.ts'
import { counts, intermittent, states } from './counts.ts'
import { draws } from './draws.ts'
import { gaussianProcess } from './gaussian-process.ts'
import { level } from './level.ts'
import { noise } from './noise.ts'
import { season } from './season.ts'
import { syntheticSeries } from './series.ts'
import { syntheticBatch } from './windows.ts'

const drawing = (seed: number) => draws(generator(seed))
const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value, 0) / x.length
const variance = (x: ArrayLike<number>) => {
  const middle = mean(x)
  return mean(Array.from(x, value => (value - middle) ** 2))
}
const parts = { gaussianProcess, level, season, noise, counts, intermittent, states }

test('a made series is finite, whatever is drawn', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 8, max: 700 }), (seed, length) => {
      const values = syntheticSeries(drawing(seed), length)
      expect(values).toHaveLength(length)
      expect(values.every(Number.isFinite)).toBe(true)
    }),
  )
})

test.each(Object.entries(parts))('%s has mean 0 and standard deviation 1, or is constant', (_, part) => {
  fc.assert(
    fc.property(fc.integer(), seed => {
      const x = part(drawing(seed), 300)
      expect(mean(x)).toBeCloseTo(0, 6)
      const spread = variance(x)
      expect(spread < 1e-12 || Math.abs(spread - 1) < 1e-6).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('the same draws give the same series, others another', () => {
  expect(syntheticSeries(drawing(5), 200)).toEqual(syntheticSeries(drawing(5), 200))
  expect(syntheticSeries(drawing(5), 200)).not.toEqual(syntheticSeries(drawing(6), 200))
})

test('some series have a day of 24 steps, some no memory, some the same value in most steps', () => {
  const made = Array.from({ length: 300 }, (_, seed) => syntheticSeries(drawing(seed), 608))
  const correlation = (x: Float64Array, lag: number) => {
    const middle = mean(x)
    return mean(x.slice(lag).map((value, t) => (value - middle) * (x[t]! - middle))) / variance(x)
  }
  const daily = made.filter(x => correlation(x, 24) > 0.5 && correlation(x, 12) < 0)
  const still = made.filter(x => Math.abs(correlation(x, 1)) < 0.15)
  const mostFrequent = (x: Float64Array) =>
    Math.max(...[...Map.groupBy(x, value => value).values()].map(same => same.length))
  const sparse = made.filter(x => mostFrequent(x) > 304)
  for (const kind of [daily, still, sparse]) {
    expect(kind.length).toBeGreaterThanOrEqual(3)
    expect(kind.length).toBeLessThan(100)
  }
})

test('counts of a steady mean are distributed as Poisson says', () => {
  const draw = drawing(1)
  for (const rate of [0.3, 4, 100]) {
    const drawn = Array.from({ length: 20_000 }, () => draw.poisson(rate))
    expect(drawn.every(value => Number.isInteger(value) && value >= 0)).toBe(true)
    expect(mean(drawn) / rate).toBeCloseTo(1, 1)
    expect(variance(drawn) / rate).toBeCloseTo(1, 1)
  }
})

test('a batch is scaled by the past of each of its rows', () => {
  const rows = 16
  const { past, future } = syntheticBatch(3, 11, { rows, context: 128, horizon: 24 })
  expect(past).toHaveLength(rows * 128)
  expect(future).toHaveLength(rows * 24)
  for (let row = 0; row < rows; row++) {
    const values = past.subarray(row * 128, (row + 1) * 128)
    expect(mean(values)).toBeCloseTo(0, 4)
    expect(variance(values)).toBeCloseTo(1, 4)
  }
  expect(future.every(Number.isFinite)).toBe(true)
})

test('a batch rests on its seed and its number alone', () => {
  const size = { rows: 4, context: 64, horizon: 8 }
  expect(syntheticBatch(1, 2, size)).toEqual(syntheticBatch(1, 2, size))
  const others = [syntheticBatch(1, 3, size), syntheticBatch(2, 2, size), syntheticBatch(2, 1, size)]
  for (const other of others) expect(other.past).not.toEqual(syntheticBatch(1, 2, size).past)
})
