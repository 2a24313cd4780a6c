import type { HeardSeries } from '../../graphql/overview.ts'
import { t } from '../../messages/message.ts'
import { Empty } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { FreshnessBadge } from '../series/freshness-badge.tsx'
import { SeriesLink } from './series-link.tsx'

const shown = 8

/** The series of which a point is overdue, those heard from last first; null while that is not known. */
export function GoneSilent({ series, now }: { series: readonly HeardSeries[] | null; now: number }) {
  return (
    <Panel
      aside={<span className="text-ink-faint text-xs">{t('overview.silentHint')}</span>}
      title={t('overview.silent')}
    >
      {series === null && <div className="skeleton h-40" />}
      {series?.length === 0 && <Empty title={t('overview.freshTitle')}>{t('overview.freshText')}</Empty>}
      <ul>
        {series?.slice(0, shown).map(each => (
          <li
            className="relative -mx-2 flex min-h-8 items-center justify-between gap-3 rounded-sm border-line px-2 not-first:border-t hover:bg-sunken"
            key={each.key}
          >
            <SeriesLink series={each} />
            <FreshnessBadge newest={Date.parse(each.freshness.lastAt!)} now={now} state="STALE" />
          </li>
        ))}
      </ul>
      {series !== null && series.length > shown && (
        <p className="mt-2 text-ink-faint text-xs">
          {t('overview.more', { count: formatExactCount(series.length - shown) })}
        </p>
      )}
    </Panel>
  )
}
