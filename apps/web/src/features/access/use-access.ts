'use client'
import { useSyncExternalStore } from 'react'
import type { AccessStatus } from '../../graphql/access.ts'
import { useApi } from '../../graphql/provider.tsx'

const onServer: AccessStatus = { state: 'unknown' }

export function useAccess(): AccessStatus {
  const { access } = useApi()
  return useSyncExternalStore(access.subscribe, access.status, () => onServer)
}
