import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChannelFields } from '../../graphql/series.ts'
import { lanesOf, shownChannels } from './lanes.ts'
import { stickySizes } from './sizes.ts'

const channel = (name: string, position: number, unit: string | null): ChannelFields => ({
  name,
  position,
  kind: 'GAUGE',
  unit,
  rateUnit: null,
  minimum: null,
  maximum: null,
})
const channels = [
  channel('inlet', 0, '°C'),
  channel('flow', 1, 'l/s'),
  channel('outlet', 2, '°C'),
  channel('x', 3, null),
]
const names = (list: readonly ChannelFields[]) => list.map(it => it.name)

const laid = (list: readonly ChannelFields[], sizes: Record<string, number>, split = false) =>
  lanesOf(list, split, new Map(Object.entries(sizes))).map(lane => names(lane.channels))

test('channels of one unit share an axis, others never do', () => {
  expect(laid(channels, {})).toEqual([['inlet', 'outlet'], ['flow'], ['x']])
  expect(laid(channels, { inlet: 1e6, outlet: 1 })).toEqual([['inlet', 'outlet'], ['flow'], ['x']])
  expect(laid(channels, {}, true)).toHaveLength(4)
})

test('channels without a unit share an axis unless one is more than ten times as large as another', () => {
  const plain = ['a', 'b', 'c', 'd'].map((name, i) => channel(name, i, null))
  expect(laid(plain, {})).toEqual([['a', 'b', 'c', 'd']])
  expect(laid(plain, { a: 1, b: 12_000, c: 0.9, d: 2_000 })).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ])
  // Not by way of those in between.
  expect(laid(plain, { a: 1, b: 8, c: 64, d: 512 })).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  // What is 0 throughout has nothing to hide.
  expect(laid(plain, { a: 1e-9, b: 0, c: 5, d: 50 })).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('no lane holds unitless channels of very different sizes, whatever these are, and none is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, noNaN: true }), { minLength: 1, maxLength: 12 }), found => {
      const plain = found.map((_, i) => channel(`c${i}`, i, null))
      const lanes = laid(plain, Object.fromEntries(found.map((size, i) => [`c${i}`, size])))
      expect(lanes.flat().toSorted()).toEqual(names(plain).toSorted())
      for (const lane of lanes) {
        const own = lane.map(name => found[Number(name.slice(1))]!).filter(size => size > 0)
        expect(own.every(size => size * 10 >= Math.max(...own))).toBe(true)
      }
    }),
  )
})

test('lanes stay as they are while values come and go; a channel that is another size by now is laid anew', () => {
  const [plain] = [[channel('a', 0, null), channel('b', 1, null)]]
  const first = stickySizes(new Map(), plain, { values: [[1, -9], [100]] })
  expect(Object.fromEntries(first)).toEqual({ a: 9, b: 100 })
  expect(stickySizes(first, plain, { values: [[3], [26]] })).toBe(first)
  expect(Object.fromEntries(stickySizes(first, plain, { values: [[12], [20]] }))).toEqual({ a: 12, b: 20 })
})

test('an address that names channels that are gone shows the first ones', () => {
  expect(names(shownChannels(channels, ['outlet', 'gone']))).toEqual(['outlet'])
  expect(names(shownChannels(channels, ['gone']))).toEqual(['inlet', 'flow', 'outlet'])
  expect(names(shownChannels(channels, null))).toEqual(['inlet', 'flow', 'outlet'])
})
