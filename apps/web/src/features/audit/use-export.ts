'use client'
import { useState } from 'react'
import { type AuditEntry, type AuditFilter, auditEntries } from '../../graphql/audit.ts'
import { describeError } from '../../graphql/fault.ts'
import { useApi } from '../../graphql/provider.tsx'
import { asCsv, asJsonLines } from './written.ts'

const [pageSize, most] = [500, 20_000]

export type Format = 'jsonl' | 'csv'

/** Hands what is filtered to the browser as a file, the newest first, `most` entries at most. */
export function useExport(filter: AuditFilter) {
  const { client } = useApi()
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null })
  const save = async (format: Format): Promise<void> => {
    setState({ busy: true, error: null })
    const entries: AuditEntry[] = []
    for (let after: string | null = null; entries.length < most; ) {
      const asked = { first: pageSize, after, filter }
      const answer: Awaited<ReturnType<typeof read>> = await read(asked)
      if (!answer.data) return setState({ busy: false, error: answer.error ? describeError(answer.error) : null })
      const { edges, pageInfo } = answer.data.auditEntries
      entries.push(...edges.map(({ node }) => node))
      after = pageInfo.endCursor
      if (!pageInfo.hasNextPage) break
    }
    const [text, type] = format === 'csv' ? [asCsv(entries), 'text/csv'] : [asJsonLines(entries), 'application/jsonl']
    handOver(new Blob([text], { type }), `audit.${format}`)
    setState({ busy: false, error: null })
  }
  const read = (asked: { first: number; after: string | null; filter: AuditFilter }) =>
    client.query(auditEntries, asked).toPromise()
  return { ...state, save }
}

function handOver(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
