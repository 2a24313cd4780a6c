import type { ChannelFields } from '../../graphql/series.ts'
import type { LaneScales } from '../../ui/chart/lane-scales.ts'
import { channelColor, channelDash } from '../../ui/chart/lane-style.ts'
import { linePath } from '../../ui/chart/paths.ts'
import type { Snapshot } from '../point/live-window.ts'

interface ChannelLineProps {
  readonly channel: ChannelFields
  readonly snapshot: Snapshot
  readonly scales: LaneScales
  /** Whether something drawn over it is what to look at. */
  readonly faint: boolean
}

/** What one channel measured: lines where points follow each other, dots where one is alone. */
export function ChannelLine({ channel: { name, position }, snapshot, scales, faint }: ChannelLineProps) {
  const { line, dots } = linePath(snapshot.times, snapshot.values[position] ?? [], scales.x, scales.y)
  return (
    <g opacity={faint ? 0.45 : 1} stroke={channelColor(position)} strokeLinecap="round" strokeLinejoin="round">
      <path data-channel={name} d={line} fill="none" strokeDasharray={channelDash(position)} strokeWidth={1.5} />
      <path data-dots={name} d={dots} strokeWidth={5} />
    </g>
  )
}
