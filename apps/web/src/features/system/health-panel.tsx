'use client'
import type { SystemFigures } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatNumber } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { Facts } from './facts.tsx'
import { useConnection } from './use-connection.ts'
import { useKinds } from './use-kinds.tsx'

const tones = { healthy: 'good', degraded: 'warn', unhealthy: 'critical' } as const

/** Whether all that a request needs is there: the database, events of other processes, forecasters. */
export function HealthPanel({ status }: { status: SystemFigures | null }) {
  const { forecasters } = useKinds()
  const { away } = useConnection()
  if (status === null)
    return (
      <Panel title={t('system.health')}>
        <div aria-busy="true" className="skeleton h-24" />
      </Panel>
    )
  const { database, eventsArrive, provider } = status
  const health = database.state !== 'UP' ? 'unhealthy' : eventsArrive ? 'healthy' : 'degraded'
  const serving = forecasters?.filter(({ available }) => available).length
  return (
    <Panel
      aside={!away && <Badge tone={tones[health]}>{t(`system.health.${health}`)}</Badge>}
      title={t('system.health')}
    >
      <Facts
        facts={[
          [t('system.database'), databaseInWords(database)],
          [
            t('system.events'),
            <Badge key="events" tone={eventsArrive ? 'good' : 'warn'}>
              {eventsArrive ? t('system.eventsArrive') : t('system.eventsLate')}
            </Badge>,
          ],
          [t('system.provider'), provider],
          [
            t('system.kindsThatServe'),
            serving === undefined ? '' : t('system.ofAll', { count: serving, all: forecasters?.length ?? 0 }),
          ],
        ]}
      />
    </Panel>
  )
}

const databaseInWords = ({ version, latency }: SystemFigures['database']) =>
  version === null || latency === null ? (
    <Badge tone="critical">{t('system.databaseAway')}</Badge>
  ) : (
    t('system.databaseIs', { version, latency: formatNumber(latency, 1) })
  )
