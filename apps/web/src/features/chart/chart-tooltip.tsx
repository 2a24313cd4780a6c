import type { AnomalyFields } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Marker } from '../../ui/chart/marker.tsx'
import { formatShare, withUnit } from '../../ui/number.ts'
import { formatInstant, zoneName } from '../../ui/time.ts'
import type { Readout } from './readout.ts'

interface ChartTooltipProps {
  readonly readout: Readout
  readonly anomalies: readonly AnomalyFields[]
  readonly left: number
  readonly width: number
}

/** Stands beside the crosshair, on the side with more room. */
export function ChartTooltip({ readout, anomalies, left, width }: ChartTooltipProps) {
  const room = Math.max(left, width - left) - 20
  const side = { maxWidth: room, ...(left < width / 2 ? { left: left + 12 } : { right: width - left + 12 }) }
  return (
    <div
      className="pointer-events-none absolute top-5 z-10 w-max min-w-36 rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-lg"
      style={side}
    >
      <p className="flex flex-wrap justify-between gap-x-4 text-ink-soft tabular-nums">
        <span>
          {formatInstant(readout.at)} {zoneName(readout.at)}
        </span>
        {readout.source === 'forecast' && <span className="font-medium text-accent">{t('forecast.name')}</span>}
      </p>
      <ul className="mt-1 space-y-0.5">
        {readout.rows.map(({ channel, value, rollingMean, past, intervals, format }) => (
          <li key={channel.name}>
            <span className="flex items-baseline gap-2">
              <span className="h-2 w-2 shrink-0 rounded-full" style={{ background: channelColor(channel.position) }} />
              <span className="min-w-12 flex-1 truncate text-ink-soft">{channel.name}</span>
              <span className="max-w-2/3 shrink-0 wrap-anywhere text-right font-semibold tabular-nums">
                {withUnit(format(value), channel.unit)}
              </span>
            </span>
            {rollingMean !== null && (
              <span className="flex justify-between pl-4 text-ink-faint tabular-nums">
                <span>{t('chart.mean')}</span> {format(rollingMean)}
              </span>
            )}
            {past !== null && (
              <span className="flex justify-between gap-3 pl-4 text-ink-faint tabular-nums">
                <span>{t('past.forecast')}</span> {format(past)}
              </span>
            )}
            {intervals.map(({ level, lower, upper }) => (
              <span className="flex justify-between gap-3 pl-4 text-ink-faint tabular-nums" key={level}>
                <span>{formatShare(level)}</span>
                <span>
                  {format(lower)} … {format(upper)}
                </span>
              </span>
            ))}
          </li>
        ))}
      </ul>
      {anomalies.map(it => (
        <p className="mt-1.5 flex gap-1.5 border-line border-t pt-1.5" key={it.id}>
          <Marker severity={it.severity} />
          <span className="min-w-0 wrap-anywhere">{it.reason}</span>
        </p>
      ))}
    </div>
  )
}
