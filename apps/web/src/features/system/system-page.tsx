'use client'
import Link from 'next/link'
import { useCallback, useState } from 'react'
import type { ResultOf } from '../../graphql/graphql.ts'
import { useApi } from '../../graphql/provider.tsx'
import { systemFigures } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatBytes, formatExactCount, formatNumber, formatShare } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatAge } from '../../ui/time.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { useMayAudit } from '../audit/use-may-audit.ts'
import { KindsPanel } from './kinds-panel.tsx'

type Status = ResultOf<typeof systemFigures>['systemStatus']

const refreshEvery = 5_000

/** How the process that answers is, and what it can choose from. */
export function SystemPage() {
  const { client } = useApi()
  const [status, setStatus] = useState<Status | null>(null)
  const now = useNow()
  const mayAudit = useMayAudit()
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data } = await client.query(systemFigures, {}).toPromise()
      if (!abandoned() && data) setStatus(data.systemStatus)
    },
    [client],
  )
  useRefreshed(read, refreshEvery)
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="font-semibold text-lg tracking-tight">{t('system.title')}</h1>
        {mayAudit === true && (
          <Link className="ml-auto rounded-sm font-medium text-accent text-xs hover:underline" href="/system/audit">
            {t('audit.open')}
          </Link>
        )}
      </div>
      <div className="grid items-start gap-3 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Panel title={t('system.figures')}>
          {status === null ? (
            <div className="skeleton h-48" />
          ) : (
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-xs [&>dd]:text-right [&>dd]:tabular-nums [&>dt]:text-ink-faint">
              <dt>{t('system.version')}</dt>
              <dd>{status.version}</dd>
              <dt>{t('system.since')}</dt>
              <dd>{formatAge(Math.max(0, now - Date.parse(status.startedAt)))}</dd>
              <dt>{t('system.database')}</dt>
              <dd>{databaseInWords(status.database)}</dd>
              <dt>{t('system.rate')}</dt>
              <dd>{formatNumber(status.pointsPerSecond, status.pointsPerSecond < 100 ? 1 : 0)}</dd>
              <dt>{t('system.subscriptions')}</dt>
              <dd>{formatExactCount(status.subscriptions)}</dd>
              <dt>{t('system.provider')}</dt>
              <dd>{status.provider}</dd>
              <dt>{t('system.loaded')}</dt>
              <dd>
                {t('system.loadedIs', {
                  count: formatExactCount(status.versions.loaded),
                  bytes: formatBytes(status.versions.bytes),
                  capacity: formatBytes(status.versions.capacity),
                })}
              </dd>
              <dt>{t('system.hits')}</dt>
              <dd>{hitShare(status.versions)}</dd>
              <dt>{t('system.authentication')}</dt>
              <dd>{status.authentication ? t('system.yes') : t('system.no')}</dd>
            </dl>
          )}
        </Panel>
        <KindsPanel />
      </div>
    </>
  )
}

const databaseInWords = ({ version, latency }: Status['database']) =>
  version === null || latency === null ? (
    <Badge tone="critical">{t('system.databaseAway')}</Badge>
  ) : (
    t('system.databaseIs', { version, latency: formatNumber(latency, 1) })
  )

const hitShare = ({ hits, misses }: Status['versions']) =>
  hits + misses === 0 ? formatNumber(null) : formatShare(hits / (hits + misses))
