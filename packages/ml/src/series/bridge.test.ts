import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bridgedBySeason } from './bridge.ts'
import { fillGaps } from './regular-grid.ts'

const wave = (i: number) => 10 * Math.sin((2 * Math.PI * i) / 24)

test('a season is carried over a gap of any place, on whatever trend', () => {
  const place = fc.integer({ min: 80, max: 150 })
  fc.assert(
    fc.property(
      place,
      fc.integer({ min: 9, max: 60 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (from, gap, slope) => {
        const truth = Float64Array.from({ length: 300 }, (_, i) => wave(i) + slope * i)
        const values = truth.slice().fill(Number.NaN, from, from + gap)
        const gaps = Uint8Array.from(values, value => (Number.isNaN(value) ? 1 : 0))
        fillGaps(values)
        const bridged = bridgedBySeason(values, gaps, 24)
        for (let i = 0; i < 300; i++)
          expect(Math.abs(bridged[i]! - truth[i]!)).toBeLessThan(0.02 + 30 * Math.abs(slope))
      },
    ),
  )
})

test('what was there stays, and short gaps and series without a season are left alone', () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => wave(i))
  const gaps = new Uint8Array(100).fill(1, 40, 44)
  expect(bridgedBySeason(values, gaps, 24)).toBe(values)
  const long = new Uint8Array(100).fill(1, 40, 70)
  expect(bridgedBySeason(values, long, 1)).toBe(values)
  const bridged = bridgedBySeason(values, long, 24)
  for (let i = 0; i < 100; i++) if (long[i] === 0) expect(bridged[i]).toBe(values[i])
})
