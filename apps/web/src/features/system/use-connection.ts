'use client'
import { useSyncExternalStore } from 'react'
import type { ConnectionStatus } from '../../graphql/connection.ts'
import { useApi } from '../../graphql/provider.tsx'

const onServer: ConnectionStatus = { state: 'idle', since: 0, away: false }

export function useConnection(): ConnectionStatus {
  const { connection } = useApi()
  return useSyncExternalStore(connection.subscribe, connection.status, () => onServer)
}
