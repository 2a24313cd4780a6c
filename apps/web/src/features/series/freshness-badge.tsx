'use client'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatAge, formatInstant, formatUntil } from '../../ui/time.ts'
import { useConnection } from '../system/use-connection.ts'
import type { Freshness } from './freshness.ts'

interface FreshnessBadgeProps {
  readonly state: Freshness
  readonly newest: number | null
  readonly now: number
}

export function FreshnessBadge({ state, newest, now }: FreshnessBadgeProps) {
  const { away } = useConnection()
  if (state === 'EMPTY' || newest === null) return <Badge tone="neutral">{t('freshness.empty')}</Badge>
  const title = t('freshness.newest', { time: formatInstant(newest) })
  // Points may have come since, and nobody could tell.
  if (away)
    return (
      <span title={title}>
        <Badge tone="neutral">{t('freshness.unknown')}</Badge>
      </span>
    )
  return (
    <span title={title}>
      {state === 'LIVE' && <Badge tone="good">{t('freshness.live')}</Badge>}
      {state === 'ARCHIVE' && <Badge tone="neutral">{t('freshness.until', { time: formatUntil(newest, now) })}</Badge>}
      {state === 'STALE' && (
        <Badge tone="warn">{t('freshness.stale', { age: formatAge(Math.max(0, now - newest)) })}</Badge>
      )}
    </span>
  )
}
