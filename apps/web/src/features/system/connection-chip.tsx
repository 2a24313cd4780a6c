'use client'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatAge, formatInstant } from '../../ui/time.ts'
import { useConnection } from './use-connection.ts'

const tones = { connecting: 'neutral', live: 'good', reconnecting: 'warn', offline: 'critical' } as const

/** The state of the live stream, and how long it has been without one; nothing on pages that follow none. */
export function ConnectionChip() {
  const { connection } = useApi()
  const { state, since } = useConnection()
  const now = useNow()
  const last = connection.lastMessageAt()
  if (state === 'idle') return null
  return (
    <span
      className="inline-flex h-8 items-center whitespace-nowrap"
      data-connection={state}
      role="status"
      title={last === null ? t('connection.noMessage') : t('connection.lastMessage', { time: formatInstant(last) })}
    >
      <Badge pulse={state === 'reconnecting'} tone={tones[state]}>
        <span>
          {t(`connection.${state}`)}
          {(state === 'reconnecting' || state === 'offline') && (
            <span className="max-sm:hidden"> {t('connection.since', { age: formatAge(now - since) })}</span>
          )}
        </span>
      </Badge>
    </span>
  )
}
