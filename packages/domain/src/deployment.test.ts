import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf, type Deployment, route, type Slot, type Speaker } from './deployment.ts'

const speaker = (versionId: number | null): Speaker => ({ kind: 'ridge', versionId })
const builtIn = speaker(null)
const deployed = (slot: Slot, versionId: number, share = 1): Deployment => ({
  role: 'forecast',
  slot,
  speaker: speaker(versionId),
  share,
})

const within = (few: ReadonlySet<number>, all: ReadonlySet<number>) => [...few].every(one => all.has(one))

test('own speaks before the group, the group before the built-in', () => {
  expect(route([], [], builtIn, 0.5).speaker).toEqual(builtIn)
  expect(route([], [deployed('active', 1)], builtIn, 0.5).speaker).toEqual(speaker(1))
  expect(route([deployed('active', 2)], [deployed('active', 1)], builtIn, 0.5).speaker).toEqual(speaker(2))
})

test('a series with a speaker of its own is left alone by the canary and the shadow of its group', () => {
  const group = [deployed('active', 1), deployed('canary', 3, 1), deployed('shadow', 4)]
  expect(route([deployed('active', 2)], group, builtIn, 0)).toEqual({
    speaker: speaker(2),
    slot: 'active',
    shadow: null,
  })
  expect(route([], group, builtIn, 0)).toEqual({ speaker: speaker(3), slot: 'canary', shadow: speaker(4) })
})

test('a canary keeps what it has as its share grows, and has about its share', () => {
  const buckets = Array.from({ length: 10_000 }, (_, i) => bucketOf(`series_${i}`))
  const had = (share: number) =>
    new Set(
      buckets.filter(
        at => route([], [deployed('active', 1), deployed('canary', 2, share)], builtIn, at).slot === 'canary',
      ),
    )
  const [few, more, half, all] = [0.05, 0.25, 0.5, 1].map(had) as [Set<number>, Set<number>, Set<number>, Set<number>]
  expect(within(few, more) && within(more, half) && within(half, all)).toBe(true)
  expect([few.size, more.size, half.size].map(size => Math.round(size / 500))).toEqual([1, 5, 10])
  expect(all.size).toBe(new Set(buckets).size)
})

test('a place is in [0, 1) for any name, and always the same', () => {
  fc.assert(
    fc.property(fc.string(), name => {
      const place = bucketOf(name)
      expect(place >= 0 && place < 1 && place === bucketOf(name)).toBe(true)
    }),
  )
})
