'use client'
import Link from 'next/link'
import { memo } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { useNewest } from '../point/use-newest.ts'
import { freshnessOf } from './freshness.ts'
import { FreshnessBadge } from './freshness-badge.tsx'

/** Name, freshness, how many points and how often. */
export const SeriesHeader = memo(function SeriesHeader({ series }: { series: SeriesFields }) {
  const now = useNow()
  const newest = useNewest(series.key)
  const stored = series.lastAt === null ? null : Date.parse(series.lastAt)
  const at = newest === null ? stored : Math.max(newest, stored ?? 0)
  return (
    <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-1">
      <Link
        aria-label={t('fleet.back')}
        className="-mr-2 -ml-1.5 inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
        href="/series"
        title={t('fleet.back')}
      >
        <Icon name="back" />
      </Link>
      <h1 className="wrap-anywhere font-semibold text-lg tracking-tight">{series.title ?? series.key}</h1>
      {series.title !== null && <code className="font-mono text-ink-faint text-xs">{series.key}</code>}
      <FreshnessBadge newest={at} now={now} state={freshnessOf(series, at, now)} />
      <span className="text-ink-soft text-xs tabular-nums">
        {t('series.points', { count: formatExactCount(series.pointCount) })}
        {series.step !== null && (
          <span title={series.intervalSource === 'INFERRED' ? t('series.intervalInferred') : undefined}>
            {' · '}
            {stepText(series.step)}
          </span>
        )}
      </span>
      {series.description !== null && <p className="w-full whitespace-pre-line text-ink-soft">{series.description}</p>}
    </div>
  )
})

/** With the zone whose calendar counts, where that is not UTC. */
const stepText = ({ text, timeZone }: NonNullable<SeriesFields['step']>) =>
  timeZone === null || timeZone === 'UTC' ? text : t('series.stepInZone', { step: text, zone: timeZone })
