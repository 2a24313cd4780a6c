import type { ForecastFields } from '../../graphql/forecast.ts'
import type { ChannelFields } from '../../graphql/series.ts'
import { toNumbers } from '../../ui/chart/columns.ts'
import type { LaneScales } from '../../ui/chart/lane-scales.ts'
import { bandPath, linePath } from '../../ui/chart/paths.ts'

interface PastForecastProps {
  readonly channels: readonly ChannelFields[]
  readonly forecast: ForecastFields
  readonly scales: LaneScales
}

/** What was forecast earlier, over what came: dotted in the colour of text, which no channel has, in its widest interval. */
export function PastForecast({ channels, forecast, scales: { x, y } }: PastForecastProps) {
  const { times } = forecast
  return channels.map(({ name }) => {
    const own = forecast.channels.find(each => each.channel.name === name)
    if (!own) return null
    const widest = own.intervals.toSorted((a, b) => b.level - a.level)[0]
    const { line, dots } = linePath(times, toNumbers(own.mean), x, y)
    const stroke = { fill: 'none', stroke: 'var(--ink)', strokeLinecap: 'round' } as const
    return (
      <g data-past={name} key={name}>
        {widest && (
          <path
            d={bandPath(times, toNumbers(widest.lower), toNumbers(widest.upper), x, y)}
            fill="var(--ink)"
            opacity={0.08}
          />
        )}
        <path d={line} strokeDasharray="1 4" strokeWidth={2} {...stroke} />
        <path d={dots} strokeWidth={4} {...stroke} />
      </g>
    )
  })
}
