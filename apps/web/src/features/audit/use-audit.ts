'use client'
import { useState } from 'react'
import { type AuditEntry, type AuditFilter, auditEntries } from '../../graphql/audit.ts'
import { useRead } from '../../graphql/use-read.ts'

const [pageSize, most, refreshEvery] = [50, 500, 30_000]

/** The entries that meet a filter, the newest first. */
export function useAudit(filter: AuditFilter) {
  const [size, setSize] = useState(pageSize)
  const { data, error, reload } = useRead(auditEntries, { first: size, after: null, filter }, known =>
    known === null ? 3_000 : refreshEvery,
  )
  const found = data?.auditEntries
  const all: readonly AuditEntry[] | null = found?.edges.map(({ node }) => node) ?? null
  return {
    all,
    total: found?.totalCount ?? 0,
    more: found?.pageInfo.hasNextPage === true && size < most,
    error,
    reload,
    loadMore: () => setSize(before => Math.min(most, before + pageSize)),
  }
}
