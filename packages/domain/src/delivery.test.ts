import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attemptsAtMost, nextTry, pauseAfter, triedAtMost } from './delivery.ts'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const attempts = fc.integer({ min: 1, max: attemptsAtMost - 1 })
const failure = { reason: 'nothing listens there', lasting: false, retryAfter: null }

describe('trying again', () => {
  test('waits longer each time, by a half at random, and never more than half an hour', () => {
    fc.assert(
      fc.property(attempts, chance, chance, (n, a, b) => {
        expect(pauseAfter(n, a)).toBeGreaterThanOrEqual(pauseAfter(n, 0))
        expect(pauseAfter(n, a)).toBeLessThan(2 * pauseAfter(n, 0))
        expect(pauseAfter(n + 1, b)).toBeGreaterThanOrEqual(0.5 * pauseAfter(n, a))
        expect(pauseAfter(n, a)).toBeLessThanOrEqual(1_800_000)
      }),
    )
    expect(pauseAfter(1, 0)).toBe(500)
  })

  test('is never before the receiver asked for, and never after a day', () => {
    fc.assert(
      fc.property(attempts, chance, fc.nat(2 * triedAtMost), fc.nat(triedAtMost), (n, by, retryAfter, since) => {
        const next = nextTry({ ...failure, retryAfter }, { madeAt: 0, attempts: n }, since, by)
        const wanted = since + Math.max(retryAfter, pauseAfter(n, by))
        expect(next === null).toBe(wanted > triedAtMost)
        if (next !== null) expect(next).toBe(Math.ceil(wanted))
      }),
    )
  })

  test('ends at once where it would change nothing, and after so many tries', () => {
    expect(nextTry({ ...failure, lasting: true }, { madeAt: 0, attempts: 1 }, 0, 0)).toBeNull()
    expect(nextTry(failure, { madeAt: 0, attempts: attemptsAtMost }, 0, 0)).toBeNull()
    expect(nextTry(failure, { madeAt: 0, attempts: 1 }, 0, 0)).toBe(500)
  })

  test('goes on for most of a day before it gives up', () => {
    let [at, tries] = [0, 0]
    for (let next: number | null = 0; next !== null; next = nextTry(failure, { madeAt: 0, attempts: tries }, at, 0.5)) {
      at = next
      tries++
    }
    expect(at).toBeGreaterThan(0.25 * triedAtMost)
  })
})
