import type { ChannelFields } from '../../graphql/series.ts'
import { extent } from '../../ui/chart/columns.ts'
import type { Snapshot } from '../point/live-window.ts'
import type { Sizes } from './lanes.ts'

/** A channel counts as smaller only once it has shrunk to this share, so that a live chart does not regroup its lanes. */
const shrunk = 0.25

/** How far from zero the values of a snapshot go; the sizes of `before`, the same object, while none changed enough. */
export function stickySizes(
  before: Sizes,
  channels: readonly ChannelFields[],
  { values }: Pick<Snapshot, 'values'>,
): Sizes {
  const sizes = new Map<string, number>()
  for (const { name, position } of channels) {
    const [least, greatest] = extent([values[position] ?? []]) ?? [0, 0]
    const now = Math.max(Math.abs(least), Math.abs(greatest))
    const last = before.get(name) ?? 0
    sizes.set(name, now > last || now < last * shrunk ? now : last)
  }
  return sizes.size === before.size && [...sizes].every(([name, size]) => before.get(name) === size) ? before : sizes
}
