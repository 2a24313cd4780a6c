import fc from 'fast-check'
import { expect, test } from 'vitest'
import { severityOf } from '../../contract/severity.ts'
import { noOutside, remembered } from './outside.ts'

test('what is further outside than something before is called no less than that', () => {
  const point = fc.record({
    beyond: fc.double({ min: -5, max: 50, noNaN: true }),
    score: fc.double({ min: 3.01, max: 12, noNaN: true }),
  })
  const rank = (score: number) => ['medium', 'high', 'critical'].indexOf(severityOf(score)!)
  fc.assert(
    fc.property(fc.array(point, { maxLength: 60 }), points => {
      const outside = noOutside()
      const called = points.map(({ beyond, score }, i) => ({
        beyond,
        rank: rank(remembered(outside, beyond, score, i)),
      }))
      called.forEach((one, i) => {
        for (const before of called.slice(0, i)) {
          if (before.beyond > 0 && one.beyond > before.beyond) expect(one.rank).toBeGreaterThanOrEqual(before.rank)
        }
      })
    }),
  )
})

test('inside nothing is remembered, and what was long ago is forgotten', () => {
  const outside = noOutside()
  expect(remembered(outside, -1, 9, 0)).toBe(9)
  expect(remembered(outside, 10, 3.2, 1)).toBe(3.2)
  expect(remembered(outside, 8, 6, 2)).toBe(6)
  expect(remembered(outside, 30, 3.4, 500)).toBe(6)
  expect(remembered(outside, 30, 3.4, 5_000)).toBe(3.4)
})
