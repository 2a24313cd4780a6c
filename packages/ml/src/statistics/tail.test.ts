import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fewestForTail, noTail, rarity } from './tail.ts'

/** Seeded uniform draws in (0, 1). */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

const learnt = (draw: () => number, count = 20_000) => {
  const tail = noTail()
  for (let i = 0; i < count; i++) rarity(tail, draw())
  return tail
}
const probe = (tail: ReturnType<typeof noTail>, score: number) => rarity(structuredClone(tail), score)

describe('rarity', () => {
  test.each([
    ['exponential', (u: number) => -Math.log(u), (p: number) => -Math.log(p)],
    ['of any unit', (u: number) => -1e-3 * Math.log(u), (p: number) => -1e-3 * Math.log(p)],
    ['uniform', (u: number) => 1 - u, (p: number) => 1 - p],
  ])('is −log₁₀ of the share above, for %s scores', (_, quantile, at) => {
    const random = uniform(3)
    const tail = learnt(() => quantile(random()))
    for (const share of [0.5, 0.2, 0.06])
      expect(Math.abs(probe(tail, at(share)) + Math.log10(share))).toBeLessThan(0.15)
  })

  test('goes on beyond everything seen as the tail of the seen does', () => {
    const random = uniform(5)
    const tail = learnt(() => -Math.log(random()))
    for (const rare of [3, 6, 9]) expect(Math.abs(probe(tail, rare * Math.LN10) - rare)).toBeLessThan(0.12 * rare)
  })

  test('grows with the score', () => {
    const random = uniform(7)
    const tail = learnt(() => 10 * random() ** 3, 3_000)
    let last = -1
    for (let score = 1e-4; score < 100; score *= 1.07) {
      const rare = probe(tail, score)
      expect(rare).toBeGreaterThanOrEqual(last - 0.02)
      last = rare
    }
  })

  test('says nothing at first, and nothing of rounding noise ever', () => {
    const tail = noTail()
    for (let i = 0; i < fewestForTail; i++) expect(rarity(tail, 1)).toBeNaN()
    expect(rarity(tail, 1e-12)).toBe(0)
    expect(rarity(tail, 2)).toBeGreaterThan(1)
  })

  test('stays finite on scores that are all alike, or of any size', () => {
    const tail = noTail()
    for (let i = 0; i < 200; i++) rarity(tail, i % 2 === 0 ? 0 : 1e300)
    expect(probe(tail, 1e300)).toBeLessThan(1)
    expect(Number.isFinite(probe(tail, 5))).toBe(true)
  })

  test('is finite for scores of any size, in any order', () => {
    const any = fc.array(fc.double({ min: 0, noNaN: true }), { minLength: 60, maxLength: 300 })
    fc.assert(
      fc.property(any, scores => {
        const tail = noTail()
        for (const score of scores) {
          const rare = rarity(tail, score)
          expect(Number.isNaN(rare) || Number.isFinite(rare)).toBe(true)
        }
        expect([tail.sumAbove, tail.above, ...tail.sums].every(Number.isFinite)).toBe(true)
      }),
    )
  })

  test('after nothing but nothing a score is as rare as one in all, and after a handful no more than among its like', () => {
    for (const calm of [100, 700, 5_000]) {
      const tail = noTail()
      for (let i = 0; i < calm; i++) rarity(tail, 0)
      expect(rarity(tail, 3)).toBeCloseTo(Math.log10(calm + 1), 9)
      for (let again = 0; again < 6; again++) {
        for (let i = 0; i < 50; i++) rarity(tail, 0)
        rarity(tail, 3)
      }
      expect(rarity(tail, 3)).toBeLessThan(0.5)
    }
  })
})
