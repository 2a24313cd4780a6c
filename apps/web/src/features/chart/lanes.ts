import type { ChannelFields } from '../../graphql/series.ts'

export interface LaneChannels {
  readonly unit: string | null
  readonly channels: readonly ChannelFields[]
}

const shownAtFirst = 3

/** The channels a view names, in the series' order; the first few when it names none that exist. */
export function shownChannels(
  channels: readonly ChannelFields[],
  names: readonly string[] | null,
): readonly ChannelFields[] {
  const chosen = channels.filter(channel => names?.includes(channel.name))
  return chosen.length > 0 ? chosen : channels.slice(0, shownAtFirst)
}

/** Channels of one unit share a lane and its axis; split, each has its own. */
export function lanesOf(channels: readonly ChannelFields[], split: boolean): readonly LaneChannels[] {
  const groups = Map.groupBy(channels, channel => (split ? channel.name : (channel.unit ?? '')))
  return [...groups.values()].map(group => ({ unit: group[0]!.unit, channels: group }))
}
