import type { Series } from '../../store/series.ts'
import type { Asked } from './contract.ts'

/** Places of the channels that are watched; none where the series has no channel of the name. */
export function watchedChannels({ channel }: Asked, { channels }: Pick<Series, 'channels'>): readonly number[] {
  if (channel === null) return channels.map((_, place) => place)
  const place = channels.findIndex(({ name }) => name === channel)
  return place === -1 ? [] : [place]
}
