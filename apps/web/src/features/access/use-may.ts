'use client'
import { createContext, useContext } from 'react'
import type { AccessRole } from '../../graphql/access.ts'
import { useConnection } from '../system/use-connection.ts'
import { mayBy, type Target } from './may.ts'
import { useAccess } from './use-access.ts'

/** The series or group that a part of a page is about; any series outside of one. */
export const TargetContext = createContext<Target>('SOME')

/**
 * Whether whoever uses this page may do what takes a role, to what the page is about unless something else is named: what
 * one may not do is not offered. Everything where access is off, and until it is known: the API refuses what is not allowed.
 */
export function useMay(role: AccessRole, target?: Target): boolean {
  const status = useAccess()
  const about = useContext(TargetContext)
  if (status.state === 'out') return false
  return status.state !== 'in' || mayBy(status.me.grants, role, target ?? about)
}

/** The same for a page that begins by reading what takes a role: null while it is not known, and the API is there to say. */
export function useMayRead(role: AccessRole, target?: Target): boolean | null {
  const may = useMay(role, target)
  const { state } = useAccess()
  const { away } = useConnection()
  return state === 'unknown' && !away ? null : may
}
