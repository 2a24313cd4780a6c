import type { LatestAnomaly } from '../../graphql/overview.ts'
import { t } from '../../messages/message.ts'
import { Marker } from '../../ui/chart/marker.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatInstant, formatMoment } from '../../ui/time.ts'
import { severityName } from '../anomaly/names.ts'
import { SeriesLink } from './series-link.tsx'

/** The anomalies of the whole fleet with the most recent points; null while they are not known. */
export function FoundLast({ anomalies, now }: { anomalies: readonly LatestAnomaly[] | null; now: number }) {
  return (
    <Panel className="mt-3" title={t('overview.latest')}>
      {anomalies === null && <div className="skeleton h-40" />}
      {anomalies?.length === 0 && <Empty title={t('anomaly.noneTitle')}>{t('anomaly.noneText')}</Empty>}
      <ul className="text-xs">
        {anomalies?.map(each => (
          <li
            className="relative -mx-2 grid items-center gap-x-3 rounded-sm border-line px-2 py-1.5 not-first:border-t hover:bg-sunken sm:grid-cols-[6rem_8rem_12rem_minmax(0,1fr)]"
            key={each.id}
          >
            <span className="inline-flex items-center gap-1.5">
              <Marker severity={each.severity} />
              {severityName(each.severity)}
            </span>
            <span className="text-ink-soft tabular-nums" title={formatInstant(Date.parse(each.at))}>
              {formatMoment(Date.parse(each.at), now)}
            </span>
            <SeriesLink page="/anomalies" series={each.series} />
            <span className="text-ink-soft wrap-anywhere">{each.reason}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
