import type { ChannelFields } from '../../graphql/series.ts'

export interface LaneChannels {
  readonly unit: string | null
  readonly channels: readonly ChannelFields[]
}

/** Greatest distance from zero by name of a channel; of those left out nothing is known. */
export type Sizes = ReadonlyMap<string, number>

const shownAtFirst = 3

/** Beside a channel so many times as large, the ups and downs of one are no longer seen. */
const muchLarger = 10

/** The channels a view names, in the series' order; the first few when it names none that exist. */
export function shownChannels(
  channels: readonly ChannelFields[],
  names: readonly string[] | null,
): readonly ChannelFields[] {
  const chosen = channels.filter(channel => names?.includes(channel.name))
  return chosen.length > 0 ? chosen : channels.slice(0, shownAtFirst)
}

/**
 * Channels of one unit share a lane and its axis. Those without a unit need not measure the same thing: they share one
 * only while none is more than ten times as large as another. Split, each channel has its own.
 */
export function lanesOf(channels: readonly ChannelFields[], split: boolean, sizes: Sizes): readonly LaneChannels[] {
  const magnitudes = magnitudesOf(channels, sizes)
  const groups = Map.groupBy(channels, ({ name, unit }) =>
    split ? name : unit === null ? magnitudes.get(name) : `in ${unit}`,
  )
  return [...groups.values()].map(group => ({ unit: group[0]!.unit, channels: group }))
}

/** The size of the largest channel that each unitless one is to share a lane with. One that is 0 throughout fits anywhere. */
function magnitudesOf(channels: readonly ChannelFields[], sizes: Sizes): ReadonlyMap<string, number> {
  const size = (name: string) => sizes.get(name) ?? 0
  const unitless = channels.filter(({ unit }) => unit === null).toSorted((a, b) => size(b.name) - size(a.name))
  const found = new Map<string, number>()
  let largest = size(unitless[0]?.name ?? '')
  for (const { name } of unitless) {
    const own = size(name)
    if (own > 0 && own * muchLarger < largest) largest = own
    found.set(name, largest)
  }
  return found
}
