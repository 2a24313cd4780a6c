import Link from 'next/link'
import type { StandingSeries } from '../../graphql/overview.ts'
import { t } from '../../messages/message.ts'
import { Empty } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AnomalyCounts } from '../anomaly/anomaly-counts.tsx'
import { SeriesLink } from './series-link.tsx'

const shown = 8

/** The series with the most anomalies; null while that is not known. */
export function StandingOut({ series }: { series: readonly StandingSeries[] | null }) {
  return (
    <Panel
      aside={<span className="text-ink-faint text-xs">{t('overview.standingOutHint')}</span>}
      title={t('overview.standingOut')}
    >
      {series === null && <div className="skeleton h-40" />}
      {series?.length === 0 && <Empty title={t('overview.calmTitle')}>{t('overview.calmText')}</Empty>}
      {series !== null && series.length > 0 && (
        <>
          <ul>
            {series.slice(0, shown).map(each => (
              <li
                className="relative -mx-2 flex min-h-8 items-center justify-between gap-3 rounded-sm border-line px-2 not-first:border-t hover:bg-sunken"
                key={each.key}
              >
                <SeriesLink page="/anomalies?range=24h" series={each} />
                <AnomalyCounts
                  counts={{
                    MEDIUM: each.anomalySummary.medium,
                    HIGH: each.anomalySummary.high,
                    CRITICAL: each.anomalySummary.critical,
                  }}
                />
              </li>
            ))}
          </ul>
          <Link className="mt-2 inline-block font-medium text-accent text-xs underline" href="/series?sort=anomalies">
            {t('overview.allSeries')}
          </Link>
        </>
      )}
    </Panel>
  )
}
