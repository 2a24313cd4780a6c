'use client'
import { createContext, useContext } from 'react'
import type { AccessRole } from '../../graphql/access.ts'
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
