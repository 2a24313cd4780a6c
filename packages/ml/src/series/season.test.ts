import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { detectSeason } from './season.ts'

/** A seeded stream of standard normal draws. */
function normalDraws(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const series = (length: number, at: (i: number) => number) => Float64Array.from({ length }, (_, i) => at(i))
const found = (make: (draw: () => number) => Float64Array, expected: readonly number[] = []) =>
  Array.from({ length: 20 }, (_, seed) => detectSeason([make(normalDraws(1 + 7919 * seed))], expected))
const wave = (i: number, period: number) => Math.sin((2 * Math.PI * i) / period)
const share = (seasons: readonly number[], accepted: (season: number) => boolean) =>
  seasons.filter(accepted).length / seasons.length

describe('a season is found, to within 2 % of its length, from a few cycles on', () => {
  describe.each([4, 7, 12, 24, 60, 168])('of %d points', period => {
    const lengths = [6 * period, 30 * period].filter(length => length >= 120 && length <= 5_000)
    test.each(lengths)('in %d', length => {
      const near = (season: number) => Math.abs(season - period) <= Math.max(0, 0.02 * period)
      const smooth = found(draw => series(length, i => 10 + wave(i, period) + 0.4 * draw()))
      const toothed = found(draw => series(length, i => 3 * ((i % period) / period) + 0.01 * i + 0.3 * draw()))
      const spiked = found(draw => series(length, i => (i % period === 3 ? 5 : 0) + 0.3 * draw()))
      expect(share(smooth, near)).toBeGreaterThanOrEqual(0.9)
      expect(share(toothed, near)).toBeGreaterThanOrEqual(0.9)
      expect(share(spiked, near)).toBeGreaterThanOrEqual(0.9)
    })
  })

  test('60 in a cycle of 60 points, on a drifting level', () => {
    const drifting = found(draw => {
      let level = 100
      return series(1_500, i => {
        level += 0.05 * draw()
        return level + 2 * wave(i, 60) + 0.3 * draw()
      })
    })
    expect(share(drifting, season => season === 60)).toBeGreaterThanOrEqual(0.9)
  })

  test('the shorter of two, where the longer adds little', () => {
    const both = found(draw => series(2_000, i => 3 * wave(i, 24) + 0.5 * wave(i, 168) + 0.5 * draw()))
    expect(share(both, season => season === 24)).toBeGreaterThanOrEqual(0.9)
  })
})

describe('a season that the calendar suggests', () => {
  const year = [100, 90, 120, 140, 160, 190, 230, 220, 170, 140, 110, 150]
  const monthly = (length: number, noise: number) => (draw: () => number) =>
    series(length, i => year[i % 12]! + 0.4 * i + noise * draw())

  test.each([48, 60, 120])('is found in %d noisy months', length => {
    const seasons = found(monthly(length, 25), [12])
    expect(share(seasons, season => season === 12)).toBeGreaterThanOrEqual(0.9)
  })

  test('is found exactly, and not a neighbour or a multiple', () => {
    for (const length of [36, 48, 120]) expect(detectSeason([monthly(length, 0)(() => 0)], [12])).toBe(12)
  })

  test('is not seen in noise, and gives way to one that explains much more', () => {
    expect(
      share(
        found(draw => series(48, draw), [12]),
        season => season === 1,
      ),
    ).toBeGreaterThanOrEqual(0.9)
    const other = found(draw => series(400, i => 3 * wave(i, 10) + 0.1 * wave(i, 7) + 0.3 * draw()), [7])
    expect(share(other, season => season === 10)).toBeGreaterThanOrEqual(0.9)
  })
})

describe('no season is seen where there is none', () => {
  test.each([60, 200, 1_000, 4_000])('in %d points', length => {
    const walk = (keep: number) => (draw: () => number) => {
      let level = 0
      return series(length, () => (level = keep * level + draw()))
    }
    const none = (season: number) => season === 1
    expect(
      share(
        found(draw => series(length, draw)),
        none,
      ),
    ).toBeGreaterThanOrEqual(0.9)
    expect(share(found(walk(1)), none)).toBeGreaterThanOrEqual(0.85)
    expect(share(found(walk(0.9)), none)).toBeGreaterThanOrEqual(0.9)
    expect(
      share(
        found(draw => series(length, i => 0.5 * i + draw())),
        none,
      ),
    ).toBeGreaterThanOrEqual(0.9)
  })

  test('in a constant, a straight line, and next to nothing', () => {
    expect(detectSeason([new Float64Array(500).fill(0.1)])).toBe(1)
    expect(detectSeason([series(500, i => 1e9 + 0.1 * i)])).toBe(1)
    expect(detectSeason([series(3, i => i)])).toBe(1)
    expect(detectSeason([])).toBe(1)
  })
})

test('channels are judged together: a constant one does not hide the season of the others', () => {
  const wave = series(600, i => Math.sin((2 * Math.PI * i) / 24))
  expect(detectSeason([wave, new Float64Array(600).fill(3), wave.map(value => -5 * value)])).toBe(24)
})

const etth1 = join(process.env.SERIEMA_SHARED ?? '../shared', 'data/ett/ETTh1.csv')
const rows = (() => {
  try {
    return readFileSync(etth1, 'utf8').trim().split('\n').slice(1)
  } catch {
    return null
  }
})()

test.skipIf(rows === null)('ETTh1, hourly, has a day of 24 (skipped where the file is absent)', () => {
  const channels = Array.from({ length: 7 }, (_, c) => Float64Array.from(rows!, row => Number(row.split(',')[c + 1])))
  expect(detectSeason(channels)).toBe(24)
  const begins = Array.from({ length: 40 }, (_, i) => i * 400)
  const seasons = begins.map(begin => detectSeason(channels.map(values => values.subarray(begin, begin + 500))))
  expect(share(seasons, season => season === 24)).toBeGreaterThanOrEqual(0.9)
})

describe('channels', () => {
  const noisy = (seed: number, season: number) => {
    const draw = normalDraws(seed)
    return series(1_000, i => 10 + wave(i, season) + 0.5 * draw())
  }
  const still = new Float64Array(1_000)

  test('that never move cost the others nothing, however many and wherever they are', () => {
    for (const seed of [1, 2, 3]) {
      const alone = detectSeason([noisy(seed, 24)])
      expect(alone).toBe(24)
      const among = [
        ...Array.from({ length: 20 }, () => still),
        noisy(seed, 24),
        ...Array.from({ length: 40 }, () => still),
      ]
      expect(detectSeason(among)).toBe(alone)
    }
  })

  test('have a say wherever they stand', () => {
    const noise = Array.from({ length: 3 }, (_, c) => {
      const draw = normalDraws(50 + c)
      return series(1_000, () => draw())
    })
    expect(detectSeason([...noise, ...Array.from({ length: 40 }, (_, c) => noisy(100 + c, 24))])).toBe(24)
  })
})
