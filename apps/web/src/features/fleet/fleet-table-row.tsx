'use client'
import Link from 'next/link'
import { memo, useRef, useSyncExternalStore } from 'react'
import type { FleetSeries } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Sparkline } from '../../ui/chart/sparkline.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatCount, formatExactCount } from '../../ui/number.ts'
import { AnomalyCounts } from '../anomaly/anomaly-counts.tsx'
import { HealthBadge } from '../quality/health-badge.tsx'
import { seenChannels } from '../series/counters.ts'
import { CurrentValues } from '../series/current-values.tsx'
import { freshnessOf } from '../series/freshness.ts'
import { FreshnessBadge } from '../series/freshness-badge.tsx'
import { useInView } from '../series/use-in-view.ts'
import { useConnection } from '../system/use-connection.ts'
import type { Fleet } from './fleet.ts'

/** One series. It renders only while it is in sight, and then only when it changed. */
export const FleetTableRow = memo(function FleetTableRow({ fleet, seriesKey }: { fleet: Fleet; seriesKey: string }) {
  const element = useRef<HTMLTableRowElement>(null)
  const inView = useInView(element)
  const row = useSyncExternalStore(
    listener => (inView ? fleet.subscribe(seriesKey, listener) : noSubscription),
    () => fleet.row(seriesKey),
    () => null,
  )
  if (!row) return null
  const { series } = row
  return (
    <tr
      className="relative border-line border-t lg:first:border-t-0 hover:bg-sunken max-lg:grid max-lg:content-start max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-x-3 max-lg:py-2 lg:h-12 [&>td]:px-3 [&>td]:max-lg:py-0.5"
      ref={element}
    >
      <td className="max-w-64 max-lg:max-w-none">
        <Link
          className="block truncate rounded-sm font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent"
          href={`/series/${encodeURIComponent(seriesKey)}`}
          prefetch={false}
        >
          {series.title ?? seriesKey}
        </Link>
        {series.title !== null && <span className="block truncate font-mono text-2xs text-ink-faint">{seriesKey}</span>}
      </td>
      <td className="max-lg:text-right">{inView && <LiveFreshness newest={row.newest} series={series} />}</td>
      <td className="max-lg:order-last max-lg:col-span-2">
        <HealthBadge health={series.health} />
      </td>
      <td className="max-lg:col-start-2 max-lg:row-span-2 max-lg:row-start-2">
        <Sparkline color={channelColor(0)} height={30} times={row.times} values={row.values[0] ?? []} width={140} />
      </td>
      <td>
        <CurrentValues channels={seenChannels(series.channels, 'RATE')} values={row.values} />
      </td>
      <td>
        <AnomalyCounts counts={row.anomalies} />
      </td>
      <td className="max-xl:hidden">
        <SourceBadge running={row.running} />
      </td>
      <td
        className="text-right text-ink-soft tabular-nums max-lg:hidden"
        title={t('series.points', { count: formatExactCount(row.pointCount) })}
      >
        {formatCount(row.pointCount)}
      </td>
    </tr>
  )
})

/** Apart from its row, so that the row does not render with every second. */
function LiveFreshness({ series, newest }: { series: FleetSeries; newest: number | null }) {
  const now = useNow()
  return <FreshnessBadge newest={newest} now={now} state={freshnessOf(series, newest, now)} />
}

function SourceBadge({ running }: { running: boolean | null }) {
  const { away } = useConnection()
  if (running === null) return <span className="text-ink-faint text-xs">{t('source.pushed')}</span>
  if (away) return <Badge tone="neutral">{t('source.unknown')}</Badge>
  return (
    <Badge tone={running ? 'good' : 'neutral'}>{running ? t('source.generating') : t('source.generatorStopped')}</Badge>
  )
}

const noSubscription = () => {}
