'use client'
import { useCallback, useState } from 'react'
import type { ResultOf } from '../../graphql/graphql.ts'
import { useApi } from '../../graphql/provider.tsx'
import { systemStatus } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { formatExactCount, formatNumber } from '../../ui/number.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { useConnection } from './use-connection.ts'

type Status = ResultOf<typeof systemStatus>['systemStatus']

const refreshEvery = 5_000

/** How much is watched and how fast points come in. */
export function SystemFigures({ total }: { total: number | null }) {
  const status = useSystemStatus()
  const { away } = useConnection()
  return (
    <p className="text-ink-soft text-xs tabular-nums">
      {total !== null && t('fleet.count', { count: formatExactCount(total) })}
      {status && !away && (
        <>
          {total !== null && ' · '}
          {t('fleet.rate', { rate: formatNumber(status.pointsPerSecond, status.pointsPerSecond < 100 ? 1 : 0) })}
          {' · '}
          {t('fleet.generators', { count: status.generatorsRunning })}
        </>
      )}
    </p>
  )
}

function useSystemStatus(): Status | null {
  const { client } = useApi()
  const [status, setStatus] = useState<Status | null>(null)
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data } = await client.query(systemStatus, {}).toPromise()
      if (!abandoned() && data) setStatus(data.systemStatus)
    },
    [client],
  )
  useRefreshed(read, refreshEvery)
  return status
}
