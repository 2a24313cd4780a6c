import type { ForecastFields } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'
import { Marker, severities } from '../../ui/chart/marker.tsx'
import { formatShare } from '../../ui/number.ts'
import { formatInstant } from '../../ui/time.ts'
import { severityName } from '../anomaly/names.ts'

interface ChartKeyProps {
  readonly forecast: ForecastFields | null
  /** An earlier one, drawn over what came. */
  readonly past: ForecastFields | null
  readonly mean: number | null
}

/** What the lines, bands and markers of the chart mean. */
export function ChartKey({ forecast, past, mean }: ChartKeyProps) {
  const levels = forecast?.channels[0]?.intervals.map(it => it.level).toSorted() ?? []
  return (
    <ul aria-label={t('chart.key')} className="flex flex-wrap gap-x-3.5 gap-y-1">
      {mean !== null && (
        <li className="flex items-center gap-1.5">
          <span className="h-0.5 w-4 bg-ink-soft" /> {t('chart.meanOf', { count: mean })}
        </li>
      )}
      {forecast && (
        <li className="flex items-center gap-1.5">
          <span className="w-4 border-ink-soft border-t-2 border-dashed" /> {t('forecast.name')}
        </li>
      )}
      {past && (
        <li className="flex items-center gap-1.5">
          <span className="w-4 border-ink border-t-2 border-dotted" />
          {t('past.name', { origin: formatInstant(Date.parse(past.origin)) })}
        </li>
      )}
      {levels.map((level, i) => (
        <li className="flex items-center gap-1.5" key={level}>
          <span className="h-3 w-4 rounded-xs bg-ink-soft" style={{ opacity: i === 0 ? 0.4 : 0.18 }} />
          {t('forecast.interval', { level: formatShare(level) })}
        </li>
      ))}
      {severities.toReversed().map(severity => (
        <li className="flex items-center gap-1" key={severity}>
          <Marker severity={severity} /> {severityName(severity)}
        </li>
      ))}
    </ul>
  )
}
