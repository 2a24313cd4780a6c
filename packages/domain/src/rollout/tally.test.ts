import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addTallies, callOf, comparisonOf, emptyTally, scoreDifference, type Tally, timeAt } from './tally.ts'

const count = fc.nat({ max: 1_000 })
const tally: fc.Arbitrary<Tally> = fc.record({
  points: count,
  agreeing: count,
  extraFlags: count,
  scored: count,
  scoreDistance: count,
  calls: count,
  failures: count,
  times: fc.dictionary(fc.nat({ max: 200 }).map(String), fc.integer({ min: 1, max: 50 })) as fc.Arbitrary<
    Tally['times']
  >,
  forecast: count,
  ownError: count,
  activeError: count,
})

test('tallies add up in any order, and nothing added changes nothing', () => {
  fc.assert(
    fc.property(tally, tally, tally, (a, b, c) => {
      expect(addTallies(addTallies(a, b), c)).toEqual(addTallies(a, addTallies(c, b)))
      expect(addTallies(a, emptyTally)).toEqual(a)
    }),
  )
})

test('the 95th percentile of times is that of the calls, to within 5 %', () => {
  const time = fc.double({ min: 0.05, max: 60_000, noNaN: true })
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 60 }), times => {
      const all = times.map(one => callOf(one, false)).reduce(addTallies)
      const sorted = times.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil(0.95 * sorted.length) - 1]!
      expect(Math.abs(timeAt(all, 0.95)! / exact - 1)).toBeLessThan(0.05)
    }),
  )
  expect(timeAt(emptyTally, 0.95)).toBeNull()
})

test('what is judged are means of what both did; where there is nothing, nothing is said', () => {
  expect(comparisonOf(emptyTally)).toMatchObject({ points: 0, latency: null, errors: null, labelled: 0 })
  expect(scoreDifference(emptyTally)).toBeNull()
  const seen = { ...emptyTally, forecast: 4, ownError: 2, activeError: 8, scored: 10, scoreDistance: 5 }
  expect(comparisonOf(seen).errors).toEqual({ points: 4, own: 0.5, active: 2 })
  expect(scoreDifference(seen)).toBe(0.5)
})
