import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highestScore } from '../contract/scorer.ts'
import { usableSpread } from './spread.ts'
import { fewestForSpread, zscore } from './zscore.ts'

/** The definition, in two passes over the window before each point. */
function reference(values: Float64Array, window: number): Float64Array {
  return values.map((value, i) => {
    const before = values.subarray(Math.max(0, i - window), i)
    if (before.length < Math.min(fewestForSpread, window)) return Number.NaN
    const mean = before.reduce((sum, x) => sum + (x - before[0]!), 0) / before.length + before[0]!
    const squares = before.reduce((sum, x) => sum + (x - mean) ** 2, 0)
    const spread = usableSpread(Math.sqrt(squares / (before.length - 1)), mean)
    return Math.min(Math.abs(value - mean) / spread, highestScore)
  })
}

function expectSame(values: Float64Array, window: number, tolerance: number): void {
  const { scores } = zscore.scoreColumn(zscore.initial({ window, threshold: 3 }), values)
  const wanted = reference(values, window)
  for (let i = 0; i < values.length; i++) {
    const [got, want] = [scores[i]!, wanted[i]!]
    if (Number.isNaN(want)) expect(got).toBeNaN()
    else expect(Math.abs(got - want) / (1 + want), `point ${i}`).toBeLessThan(tolerance)
  }
}

/** Deterministic noise in [-0.5, 0.5). */
const noise = (i: number) =>
  (((Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32 + (Math.imul(i + 7, 40503) % 97) / 97) % 1) - 0.5

describe('zscore', () => {
  test('equals the two-pass definition on any series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 300 }),
        fc.integer({ min: 10, max: 60 }),
        (values, window) => expectSame(Float64Array.from(values), window, 1e-6),
      ),
    )
  })

  test('equals it where the level wanders, too', () => {
    let level = 20
    expectSame(
      Float64Array.from({ length: 2_000 }, (_, i) => (level += noise(i))),
      50,
      1e-9,
    )
  })

  test('does not drift: noise of 1e-3 on a level of 1e9, a hundred thousand points', () => {
    expectSame(
      Float64Array.from({ length: 100_000 }, (_, i) => 1e9 + 1e-3 * noise(i)),
      50,
      1e-3,
    )
  })

  test('forgets a value of 1e15 entirely once it has left the window', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => (i === 120 ? 1e15 : noise(i)))
    expectSame(values, 50, 1e-9)
    const { scores } = zscore.scoreColumn(zscore.initial(zscore.defaults), values)
    const { scores: without } = zscore.scoreColumn(
      zscore.initial(zscore.defaults),
      values.map((x, i) => (i === 120 ? 0 : x)),
    )
    for (let i = 171; i < 500; i++) expect(scores[i]).toBeCloseTo(without[i]!, 12)
  })

  test('after a constant past, a change within 3 % of the level is no anomaly, and one beyond it is', () => {
    const after = (value: number) => {
      const state = zscore.replay(zscore.initial(zscore.defaults), new Float64Array(30).fill(21.5))
      return zscore.score(state, value)!.score
    }
    expect(after(21.5)).toBe(0)
    expect(after(21.6)).toBeLessThan(1)
    expect(after(22.3)).toBeGreaterThan(3)
  })

  test('after nothing but zeros every other value is an anomaly, with a finite score', () => {
    const state = zscore.replay(zscore.initial(zscore.defaults), new Float64Array(30))
    expect(zscore.score(state, 1e-3)!.score).toBe(highestScore)
  })

  test('a constant past is told from noise however it was summed up', () => {
    const state = zscore.replay(zscore.initial(zscore.defaults), new Float64Array(123).fill(0.1))
    expect(zscore.score(state, 0.1)).toMatchObject({ score: 0, expected: 0.1 })
  })

  test('names the bounds: a value on them scores exactly the threshold', () => {
    const past = Float64Array.from({ length: 80 }, (_, i) => 10 + noise(i))
    const { lower, upper, expected } = zscore.score(zscore.replay(zscore.initial(zscore.defaults), past), 10)!
    expect(zscore.score(zscore.replay(zscore.initial(zscore.defaults), past), upper)!.score).toBeCloseTo(3, 9)
    expect(zscore.score(zscore.replay(zscore.initial(zscore.defaults), past), lower)!.score).toBeCloseTo(3, 9)
    expect(expected).toBeCloseTo((lower + upper) / 2, 9)
  })

  test('says nothing before it has seen ten values', () => {
    const state = zscore.initial(zscore.defaults)
    for (let i = 0; i < 10; i++) expect(zscore.score(state, i)).toBeNull()
    expect(zscore.score(state, 5)).not.toBeNull()
  })
})
