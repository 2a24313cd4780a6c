import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkedLevels, inOrder } from './quantiles.ts'

test('quantiles that cross are put in order, each step and channel by itself, and nothing else changes', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(number => number + 0)
  const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
  const table = shape.chain(([channels, levels, steps]) =>
    fc.array(
      fc.array(fc.array(value, { minLength: steps, maxLength: steps }), { minLength: levels, maxLength: levels }),
      { minLength: channels, maxLength: channels },
    ),
  )
  fc.assert(
    fc.property(table, all => {
      const [levels, steps] = [all[0]!.length, all[0]![0]!.length]
      const made = inOrder(all.length, levels, steps, (channel, level, step) => all[channel]![level]![step]!)
      made.forEach((quantiles, channel) => {
        for (let step = 0; step < steps; step++) {
          const given = all[channel]!.map(values => values[step]!)
          expect(quantiles.map(values => values[step])).toEqual(given.toSorted((a, b) => a - b))
        }
      })
    }),
  )
})

test('levels are numbers that ascend between 0 and 1', () => {
  expect(checkedLevels([0.1, 0.5])).toEqual([0.1, 0.5])
  for (const wrong of [[0], [1], [0.5, 0.5], [0.9, 0.1], ['0.5'], [Number.NaN]]) expect(checkedLevels(wrong)).toBeNull()
})
