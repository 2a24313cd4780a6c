'use client'
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
import { KindsPanel } from './kinds-panel.tsx'
import { SystemTabs } from './system-tabs.tsx'

type Status = ResultOf<typeof systemFigures>['systemStatus']

const refreshEvery = 5_000

/** How the process that answers is, and what it can choose from. */
export function SystemPage() {
  const { client } = useApi()
  const [status, setStatus] = useState<Status | null>(null)
  const now = useNow()
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
      <SystemTabs current="status" />
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
