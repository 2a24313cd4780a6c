import { expect, test } from 'vitest'
import type { ChannelFields } from '../../graphql/series.ts'
import { lanesOf, shownChannels } from './lanes.ts'

const channel = (name: string, position: number, unit: string | null): ChannelFields => ({
  name,
  position,
  unit,
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

test('channels of one unit share an axis, others never do', () => {
  expect(lanesOf(channels, false).map(lane => names(lane.channels))).toEqual([['inlet', 'outlet'], ['flow'], ['x']])
  expect(lanesOf(channels, true)).toHaveLength(4)
})

test('an address that names channels that are gone shows the first ones', () => {
  expect(names(shownChannels(channels, ['outlet', 'gone']))).toEqual(['outlet'])
  expect(names(shownChannels(channels, ['gone']))).toEqual(['inlet', 'flow', 'outlet'])
  expect(names(shownChannels(channels, null))).toEqual(['inlet', 'flow', 'outlet'])
})
