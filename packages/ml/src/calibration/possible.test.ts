import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intervals } from './conformal.ts'
import { possibleIntervals, possibleOf, withinPossible } from './possible.ts'

const free = { minimum: null, maximum: null }
const number = fc.double({ min: -50, max: 150, noNaN: true })

test('bounds are possible, nested around the forecast, and whole where the channel counts', () => {
  const history = fc.oneof(
    fc.array(fc.nat(9), { minLength: 8, maxLength: 40 }),
    fc.array(number, { minLength: 8, maxLength: 40 }),
  )
  const declared = fc.constantFrom(free, { minimum: 0, maximum: 100 }, { minimum: -5, maximum: null })
  const errors = fc.array(number, { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(
      history,
      declared,
      errors,
      fc.array(number, { minLength: 1, maxLength: 5 }),
      (seen, range, errors, means) => {
        const possible = possibleOf(range, Float64Array.from(seen), null)
        const mean = withinPossible(Float64Array.from(means), possible)
        const steps = means.map(() => Float64Array.from(errors).sort())
        const made = possibleIntervals(intervals([mean], { errors: [steps] }, [0.5, 0.8, 0.95])!, [possible])
        for (let h = 0; h < mean.length; h++) {
          let [low, high] = [mean[h]!, mean[h]!]
          for (const { lower, upper } of made) {
            const [l, u] = [lower[0]![h]!, upper[0]![h]!]
            expect(l).toBeLessThanOrEqual(low)
            expect(u).toBeGreaterThanOrEqual(high)
            expect(l).toBeGreaterThanOrEqual(range.minimum ?? (seen.every(v => v >= 0) ? 0 : Number.NEGATIVE_INFINITY))
            expect(u).toBeLessThanOrEqual(range.maximum ?? Number.POSITIVE_INFINITY)
            if (seen.every(Number.isInteger)) expect(Number.isInteger(l) && Number.isInteger(u)).toBe(true)
            ;[low, high] = [l, u]
          }
        }
      },
    ),
  )
})

test('what was made up to bridge a gap says nothing of what a channel can be', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, -0.5)
  expect(possibleOf(free, values, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1))).toMatchObject({ minimum: 0, whole: true })
  expect(possibleOf(free, values, null)).toMatchObject({ minimum: Number.NEGATIVE_INFINITY, whole: false })
  expect(possibleOf(free, Float64Array.of(1, 2), null)).toMatchObject({ minimum: Number.NEGATIVE_INFINITY })
})
