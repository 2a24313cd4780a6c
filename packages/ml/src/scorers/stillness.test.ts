import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noStillness, settle } from './stillness.ts'

const settled = (values: readonly number[]) => {
  const still = noStillness()
  return { still, seen: values.map(value => settle(still, value)) }
}

test('in a series that rests, a step below one per cent is nothing, now and later', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 400 }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      fc.double({ min: -0.0099, max: 0.0099, noNaN: true }),
      (count, level, share) => {
        const moved = level * (1 + share)
        const { seen } = settled([...Array(count).fill(level), ...Array(60).fill(moved)])
        for (const value of seen) expect(Math.abs(value - level)).toBeLessThan(1e-9 * level)
      },
    ),
  )
})

test('a greater one is left as it is, and so is the way back', () => {
  const { seen } = settled([...Array(50).fill(42), 43, 42, 42])
  expect(seen.slice(-3)).toEqual([43, 42, 42])
})

test('a series that moves all the time is left as it is', () => {
  const values = Array.from({ length: 300 }, (_, i) => 1_000 + Math.sin(i))
  const { seen, still } = settled(values)
  expect(still.drift).toBe(0)
  expect(seen).toEqual(values)
})

test('creeping by steps of the resolution is taken up as it goes', () => {
  const creeping = Array.from({ length: 2_000 }, (_, i) => 21.5 + 0.1 * Math.floor(i / 40))
  const { seen, still } = settled(creeping)
  expect(Math.max(...seen.map(value => Math.abs(value - 21.5)))).toBeLessThan(1e-9)
  expect(still.drift).toBeCloseTo(creeping.at(-1)! - 21.5, 9)
})
