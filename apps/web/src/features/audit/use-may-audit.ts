'use client'
import { auditAccess } from '../../graphql/audit.ts'
import { useRead } from '../../graphql/use-read.ts'

/** Whether whoever looks is an admin of everything; null until it is known. */
export function useMayAudit(): boolean | null {
  const { data } = useRead(auditAccess, {}, known => (known === null ? 3_000 : 600_000))
  return data === null ? null : data.me.grants.some(({ role, only }) => role === 'ADMIN' && only === null)
}
