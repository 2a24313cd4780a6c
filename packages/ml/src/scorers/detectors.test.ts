import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growTree, isolation, noForest } from './isolation-forest/tree.ts'
import { isolationForest } from './isolation-forest.ts'
import { pca } from './pca.ts'
import { extrapolation, polynomial } from './polynomial.ts'
import { robust } from './robust.ts'
import { seasonal } from './seasonal.ts'
import { scoreTrained } from './trained.ts'
import { zscore } from './zscore.ts'

/** Seeded draws, roughly normal with a standard deviation of 0.58. */
function noise(seed = 1): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return () => uniform() + uniform() + uniform() + uniform() - 2
}
const series = (length: number, at: (i: number, draw: number) => number) => {
  const draw = noise()
  return Float64Array.from({ length }, (_, i) => at(i, draw()))
}
const column = zscore.scoreColumn
const highest = (scores: Float64Array, from: number, to: number) => Math.max(...scores.subarray(from, to))

describe('robust', () => {
  test('is the definition: distance from the median in median absolute deviations', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 12, maxLength: 120 }),
        fc.integer({ min: 10, max: 40 }),
        (values, window) => {
          const state = robust.initial({ window, threshold: 3 })
          values.forEach((value, i) => {
            const point = robust.score(state, value)
            if (point === null) return
            const before = values.slice(Math.max(0, i - window), i)
            const median = middle(before)
            expect(point.expected).toBe(median)
            const wanted =
              1.4826 *
              middle(
                before.map(x => Math.abs(x - median)),
                true,
              )
            expect(state.spread).toBeGreaterThanOrEqual(wanted - 1e-9)
          })
        },
      ),
    )
  })

  test('is not moved by outliers in its window, as the z-score is', () => {
    const spoilt = series(400, (i, draw) => (i > 300 && i % 10 === 0 ? 100 : draw))
    expect(robust.scoreColumn(robust.initial(robust.defaults), spoilt).scores[390]).toBeGreaterThan(50)
    expect(column(zscore.initial(zscore.defaults), spoilt).scores[390]).toBeLessThan(5)
  })

  test('does not collapse on a quantised series', () => {
    const quantised = series(400, (i, draw) => Math.round(0.6 * draw) + (i === 399 ? 1 : 0))
    expect(robust.scoreColumn(robust.initial(robust.defaults), quantised).scores[399]).toBeLessThan(20)
  })
})

/** The middle value; the lower of two, or their mean. */
function middle(values: readonly number[], lower = false): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [left, right] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return lower ? left : (left + right) / 2
}

test('seasonal sees a usual value at an unusual hour', () => {
  const daily = series(2_000, (i, draw) => 10 * Math.sin((2 * Math.PI * i) / 48) + draw - (i === 1_884 ? 10 : 0))
  const { scores } = seasonal.scoreColumn(seasonal.initial(seasonal.defaults), daily)
  expect(scores[1_884]).toBeGreaterThan(5)
  expect(highest(scores, 1_000, 1_884)).toBeLessThan(5)
})

describe('polynomial', () => {
  test('continues any polynomial of its degree exactly', () => {
    const coefficients = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(coefficients, fc.integer({ min: 4, max: 20 }), (terms, width) => {
        const at = (x: number) => terms.reduce((sum, term, power) => sum + term * x ** power, 0)
        const weights = extrapolation(width, terms.length - 1)
        const next = weights.reduce((sum, weight, i) => sum + weight * at(i), 0)
        expect(Math.abs(next - at(width))).toBeLessThan(1e-6 * (1 + Math.abs(at(width))))
      }),
    )
  })

  test('sees a break in a trend that leaves the values in their range', () => {
    const wave = series(1_000, (i, draw) => 50 * Math.sin(i / 40) + 0.2 * draw + (i >= 900 ? 10 : 0))
    const { scores } = polynomial.scoreColumn(polynomial.initial(polynomial.defaults), wave)
    expect(scores[900]).toBeGreaterThan(2 * highest(scores, 100, 900))
  })
})

test('pca sees a broken shape among usual values', () => {
  const wave = series(1_500, (i, draw) => 10 * Math.sin(i / 3) + 0.3 * draw)
  const broken = wave.map((value, i) => (i >= 1_400 && i < 1_408 ? wave[1_400]! : value))
  const { scores } = pca.scoreColumn(pca.initial(pca.defaults), broken)
  expect(highest(scores, 1_400, 1_424)).toBeGreaterThan(2 * highest(scores, 300, 1_400))
})

describe('isolation forest', () => {
  /** Fifty trees over 256 rows of two values, each of `sample` of them. */
  const grown = (rows: Float64Array, sample: number) => {
    const forest = noForest(50, sample)
    let state = 1
    const draw01 = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state / 2 ** 32
    }
    for (let tree = 0; tree < 50; tree++) growTree(forest, tree, rows, 2, 256, sample, draw01)
    return forest
  }

  test('isolates the lone row sooner than those of the crowd', () => {
    const rows = Float64Array.from({ length: 512 }, noise())
    const forest = grown(rows, 128)
    expect(isolation(forest, Float64Array.of(0, 0))).toBeLessThan(0.55)
    expect(isolation(forest, Float64Array.of(6, -6))).toBeGreaterThan(0.65)
  })

  test('a row outside of all that was seen is cut off sooner than the outermost of those', () => {
    const rows = Float64Array.from({ length: 512 }, noise())
    const forest = grown(rows, 64)
    const outermost = Math.max(...rows)
    const edge = isolation(forest, Float64Array.of(outermost, 0))
    expect(isolation(forest, Float64Array.of(3 * outermost, 0))).toBeGreaterThan(edge + 0.02)
  })

  test('trained once, it keeps its forest', () => {
    const state = isolationForest.initial({ ...isolationForest.defaults, window: 300, every: Number.POSITIVE_INFINITY })
    const calm = series(1_000, (_, draw) => draw)
    isolationForest.replay(state, calm.subarray(0, 353))
    const trained = structuredClone(state.forest)
    expect(trained).toMatchObject({ sample: 64, grown: 50 })
    isolationForest.replay(state, calm.subarray(353))
    expect(state.forest).toEqual(trained)
  })

  test('growing trees in turn, it is never long over one value', () => {
    const state = isolationForest.initial(isolationForest.defaults)
    const calm = series(1_000, (_, draw) => draw)
    isolationForest.replay(state, calm.subarray(0, 400))
    const nodes = state.forest.thresholds.length / 50
    const changed = new Set<number>()
    for (let i = 400; i < 600; i++) {
      const before = state.forest.thresholds.slice()
      isolationForest.score(state, calm[i]!)
      const now = new Set<number>()
      for (let at = 0; at < before.length; at++)
        if (before[at] !== state.forest.thresholds[at]) now.add(Math.floor(at / nodes))
      expect(now.size).toBeLessThanOrEqual(1)
      for (const tree of now) changed.add(tree)
    }
    expect(changed.size).toBe(40)
  })
})

test('the trained z-score measures by the training, whatever came since', () => {
  expect(scoreTrained(13, { mean: 10, deviation: 2 })).toEqual({ score: 1.5, expected: 10, lower: 4, upper: 16 })
  expect(scoreTrained(Number.NaN, { mean: 10, deviation: 2 })).toBeNull()
})
