import { expect, test } from 'vitest'
import { createPlaces } from './places.ts'

test('never more than there are places are at work, in the order they came, and one that fails gives its place back', async () => {
  const places = createPlaces(2)
  const begun: number[] = []
  const ends = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const all = ends.map((end, i) =>
    places(async () => {
      begun.push(i)
      await end.promise
      if (i === 1) throw new Error('failed')
    }),
  )
  expect(begun).toEqual([0, 1])
  ends[1]!.resolve()
  await expect(all[1]).rejects.toThrow('failed')
  expect(begun).toEqual([0, 1, 2])
  for (const end of ends) end.resolve()
  await Promise.allSettled(all)
  expect(begun).toEqual([0, 1, 2, 3, 4])
})
