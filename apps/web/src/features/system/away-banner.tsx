'use client'
import { useEffect } from 'react'
import { useApi } from '../../graphql/provider.tsx'
import { systemStatus } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatInstant } from '../../ui/time.ts'
import { useAccess } from '../access/use-access.ts'
import { useConnection } from './use-connection.ts'

const askEvery = 2_000

/** Says once for the whole page that the API cannot be asked, and of when what stands below is. */
export function AwayBanner() {
  const { client, connection } = useApi()
  const { state, away } = useConnection()
  const streaming = state === 'live'
  const out = useAccess().state === 'out'

  // Without a stream nothing else would say soon whether the API is there.
  useEffect(() => {
    // Nor would it say anything to whom it does not know.
    if (streaming || out) return
    const timer = setInterval(() => void client.query(systemStatus, {}).toPromise(), askEvery)
    return () => clearInterval(timer)
  }, [client, streaming, out])

  if (!away) return null
  const last = connection.lastMessageAt()
  return (
    <div className="sticky top-0 z-20 border-warn border-b bg-surface" data-testid="away" role="alert">
      <p className="mx-auto flex max-w-[100rem] items-start gap-2 px-3 py-2 text-xs sm:px-5">
        <span className="text-warn">
          <Icon name="warning" />
        </span>
        <span>
          {t('error.unreachable')} {last !== null && t('connection.asOf', { time: formatInstant(last) })}
        </span>
      </p>
    </div>
  )
}
