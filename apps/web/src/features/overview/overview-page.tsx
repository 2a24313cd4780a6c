'use client'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { freshnessOf } from '../series/freshness.ts'
import { SystemFigures } from '../system/system-figures.tsx'
import { useConnection } from '../system/use-connection.ts'
import { FoundLast } from './found-last.tsx'
import { GoneSilent } from './gone-silent.tsx'
import { StandingOut } from './standing-out.tsx'
import { useOverview } from './use-overview.ts'

/** How the whole fleet is, at a glance: what stands out now and who has gone silent. */
export function OverviewPage() {
  const { overview, error } = useOverview()
  const { away } = useConnection()
  const now = useNow()
  const standing = overview?.standing.edges
    .map(({ node }) => node)
    .filter(({ anomalySummary: { medium, high, critical } }) => medium + high + critical > 0)
  const heard = overview?.heard.edges.map(({ node }) => node)
  const silent = heard?.filter(series => freshnessOf(series, instant(series.freshness.lastAt), now) === 'STALE')
  const most = overview?.standing.edges.length
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="font-semibold text-lg tracking-tight">{t('overview.title')}</h1>
        <SystemFigures total={null} />
      </div>
      {error && !away && (
        <div className="mb-3">
          <Notice>{error}</Notice>
        </div>
      )}
      <dl aria-label={t('overview.figures')} className="mb-3 grid grid-cols-2 gap-3 md:grid-cols-4">
        <Figure label={t('overview.series')} value={overview?.standing.totalCount} />
        <Figure
          hint={t('overview.lastDay')}
          label={t('overview.anomalous')}
          more={standing !== undefined && standing.length === most && overview?.standing.totalCount !== most}
          tone={standing && standing.length > 0 ? 'text-high' : ''}
          value={standing?.length}
        />
        <Figure
          hint={
            overview?.heard.pageInfo.hasNextPage
              ? t('overview.amongNewest', { count: formatExactCount(heard?.length ?? 0) })
              : t('overview.silentHint')
          }
          label={t('overview.stale')}
          tone={silent && silent.length > 0 ? 'text-warn' : ''}
          value={silent?.length}
        />
        <Figure
          hint={t('overview.underWay')}
          label={t('overview.training')}
          value={overview?.trainingJobs.totalCount}
        />
      </dl>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <StandingOut series={standing ?? null} />
        <GoneSilent now={now} series={silent ?? null} />
      </div>
      <FoundLast anomalies={overview?.anomalies.edges.map(({ node }) => node) ?? null} now={now} />
    </>
  )
}

const instant = (at: string | null) => (at === null ? null : Date.parse(at))

interface FigureProps {
  readonly label: string
  readonly hint?: string
  readonly value: number | undefined
  /** Whether there are more than could be counted. */
  readonly more?: boolean
  readonly tone?: string
}

function Figure({ label, hint, value, more = false, tone = '' }: FigureProps) {
  return (
    <div className="flex flex-col rounded-lg border border-line bg-surface px-3.5 py-2.5">
      <dt className="text-ink-soft text-xs">
        {label}
        {hint && <span className="block text-2xs text-ink-faint">{hint}</span>}
      </dt>
      <dd className={`mt-auto font-semibold text-xl tabular-nums ${tone}`}>
        {value === undefined ? <span className="skeleton inline-block h-5 w-12" /> : formatExactCount(value)}
        {more && '+'}
      </dd>
    </div>
  )
}
