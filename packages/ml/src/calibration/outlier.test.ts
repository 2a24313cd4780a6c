import { describe, expect, test } from 'vitest'
import { noBulk, outlierDistance } from './outlier.ts'

/** Seeded uniform draws in (0, 1). */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}
const normal = (u: () => number) => () => Math.sqrt(-2 * Math.log(u())) * Math.cos(2 * Math.PI * u())

/** Deviations made by `make`, each with what is said of it. */
function judged(count: number, make: (draw: () => number, u: () => number, i: number) => number) {
  const u = uniform(7)
  const draw = normal(uniform(3))
  const bulk = noBulk(512)
  return Array.from({ length: count }, (_, i) => {
    const deviation = make(draw, u, i)
    return { deviation, distance: outlierDistance(bulk, deviation) }
  })
}
const share = (all: ReturnType<typeof judged>, far: number) => {
  const outliers = all.slice(500).filter(one => Math.abs(one.deviation) > far)
  return outliers.filter(one => one.distance > 0).length / outliers.length
}

describe('outliers set apart', () => {
  test.each([0.01, 0.05])('are told from normal noise, at a share of %d, in its standard deviations', rate => {
    const all = judged(6_000, (draw, u) => 3 * draw() + (u() < rate ? (u() < 0.5 ? -27 : 27) : 0))
    expect(share(all, 18)).toBeGreaterThan(0.8)
    for (const { deviation, distance } of all.slice(1_000)) {
      if (distance > 0) expect(distance / (Math.abs(deviation) / 3)).toBeGreaterThan(0.75)
      if (distance > 0) expect(distance / (Math.abs(deviation) / 3)).toBeLessThan(1.25)
      if (Math.abs(deviation) < 11) expect(distance).toBe(0)
    }
  })

  test.each([
    ['a heavy tail', (draw: () => number) => draw() / Math.sqrt((draw() ** 2 + draw() ** 2 + draw() ** 2) / 3)],
    ['a lopsided one', (draw: () => number) => Math.exp(draw())],
    ['values of which most are alike', (draw: () => number, u: () => number) => (u() < 0.9 ? 0 : 40 + draw())],
  ])('are not made out of %s', (_, make) => {
    const all = judged(6_000, make)
    expect(all.slice(500).filter(one => one.distance > 0).length / 5_500).toBeLessThan(0.004)
  })

  test('are not made out of what depends on the value before', () => {
    let level = 0
    const all = judged(6_000, (draw, u) => {
      level = 0.95 * level + draw()
      return level + (u() < 0.03 ? 40 : 0)
    })
    expect(share(all, 25)).toBeLessThan(0.2)
  })

  test('are no outliers when there are too many of them', () => {
    const all = judged(6_000, (draw, u) => draw() + (u() < 0.15 ? 12 : 0))
    expect(share(all, 8)).toBeLessThan(0.05)
  })
})
