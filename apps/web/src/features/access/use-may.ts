'use client'
import { createContext, useContext } from 'react'
import type { AccessRole } from '../../graphql/access.ts'
import { useConnection } from '../system/use-connection.ts'
import { mayBy, type Target } from './may.ts'
import { useAccess } from './use-access.ts'

/** The series or group that a part of a page is about; any series outside of one. */
export const TargetContext = createContext<Target>('SOME')

/**
 * Whether whoever uses this page may do what takes a role, to what the page is about unless something else is named;
 * everything where access is off. null while it is not known who that is.
 */
export function useMayIfKnown(role: AccessRole, target?: Target): boolean | null {
  const status = useAccess()
  const about = useContext(TargetContext)
  if (status.state === 'unknown') return null
  return status.state === 'open' || (status.state === 'in' && mayBy(status.me.grants, role, target ?? about))
}

/** The same for what is offered: what one may not do is not, nor what nobody knows yet. */
export const useMay = (role: AccessRole, target?: Target): boolean => useMayIfKnown(role, target) === true

/** The same for a page that begins by reading what takes a role: null while it is not known, and the API is there to say. */
export function useMayRead(role: AccessRole, target?: Target): boolean | null {
  const may = useMayIfKnown(role, target)
  const { away } = useConnection()
  return may ?? (away ? true : null)
}
