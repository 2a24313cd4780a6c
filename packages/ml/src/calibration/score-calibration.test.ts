import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../statistics/normal.ts'
import { normalTail, rarity } from '../statistics/tail.ts'
import { newScoreCalibration, rawScoreAt, sigmas, toSigmas } from './score-calibration.ts'

function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

describe('calibration', () => {
  test.each([
    ['exponential', (u: number) => -Math.log(u)],
    ['a power law', (u: number) => u ** -0.4],
    ['normal', (u: number) => -normalQuantile(u / 2)],
    ['a thousand times as large', (u: number) => -1e3 * Math.log(u)],
  ])('above 3 lie about 27 in 10,000 of scores whose distribution is %s', (_, quantile) => {
    const draw = uniform(3)
    const calibration = newScoreCalibration()
    let above = 0
    for (let i = 0; i < 50_000; i++) {
      const score = quantile(draw())
      if (toSigmas(calibration, score, i % 2 === 0 ? score : -score) > 3) above++
    }
    expect(above / 50_000).toBeGreaterThan(0.0005)
    expect(above / 50_000).toBeLessThan(0.006)
  })

  test('is reached by the raw score that is said to reach it', () => {
    const draw = uniform(5)
    const calibration = newScoreCalibration()
    for (let i = 0; i < 5_000; i++) toSigmas(calibration, -Math.log(draw()), 0)
    for (const wanted of [1, 2, 3, 5]) {
      const raw = rawScoreAt(calibration, wanted)
      expect(toSigmas(structuredClone(calibration), raw, 0)).toBeCloseTo(wanted, 2)
    }
  })

  test('sigmas are those of a normal distribution, both sides counted', () => {
    expect(sigmas(-Math.log10(0.0026998))).toBeCloseTo(3, 4)
    expect(sigmas(-Math.log10(0.3173105))).toBeCloseTo(1, 4)
    expect(sigmas(0)).toBe(0)
    expect(sigmas(Number.NaN)).toBeNaN()
    expect(sigmas(1_000)).toBeGreaterThan(sigmas(290))
  })
})

test('a tail that begins as a normal one takes a distance for what it is', () => {
  for (const distance of [1, 2, 3]) {
    const found = sigmas(rarity(normalTail(), distance))
    expect(Math.abs(found - distance)).toBeLessThan(0.15)
  }
})
