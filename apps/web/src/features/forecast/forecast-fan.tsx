import type { ForecastFields } from '../../graphql/forecast.ts'
import type { ChannelFields } from '../../graphql/series.ts'
import { toNumbers } from '../../ui/chart/columns.ts'
import type { LaneScales } from '../../ui/chart/lane-scales.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { bandPath, linePath } from '../../ui/chart/paths.ts'
import type { Snapshot } from '../point/live-window.ts'

interface ForecastFanProps {
  readonly channels: readonly ChannelFields[]
  readonly forecast: ForecastFields
  readonly snapshot: Snapshot
  readonly scales: LaneScales
}

/** The forecast of some channels: widest interval first, narrower and denser ones over it, the mean dashed on top. */
export function ForecastFan({ channels, forecast, snapshot, scales }: ForecastFanProps) {
  return channels.map(({ name, position }) => {
    const own = forecast.channels.find(each => each.channel.name === name)
    if (!own) return null
    const color = channelColor(position)
    const start = valueAt(snapshot, position, Date.parse(forecast.origin))
    // The fan opens at the point it was made from, where that one is shown.
    const times = start === null ? forecast.times : [Date.parse(forecast.origin), ...forecast.times]
    const from = (column: readonly (number | null)[]) => [...(start === null ? [] : [start]), ...toNumbers(column)]
    return (
      <g key={name}>
        {own.intervals
          .toSorted((a, b) => b.level - a.level)
          .map(({ level, lower, upper }, i) => (
            <path
              d={bandPath(times, from(lower), from(upper), scales.x, scales.y)}
              fill={color}
              key={level}
              opacity={i === 0 ? 0.13 : 0.2}
            />
          ))}
        <path
          d={linePath(times, from(own.mean), scales.x, scales.y).line}
          fill="none"
          stroke={color}
          strokeDasharray="5 3"
          strokeWidth={1.5}
        />
      </g>
    )
  })
}

function valueAt(snapshot: Snapshot, position: number, at: number): number | null {
  const place = snapshot.times.lastIndexOf(at)
  const value = place < 0 ? Number.NaN : (snapshot.values[position]?.[place] ?? Number.NaN)
  return Number.isNaN(value) ? null : value
}
