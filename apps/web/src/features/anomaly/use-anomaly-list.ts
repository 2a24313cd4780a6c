'use client'
import { useEffect, useRef, useState } from 'react'
import { type AnomalyFields, anomalyFound, type Severity, seriesAnomalies } from '../../graphql/anomaly.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { instant } from '../point/window-query.ts'
import { merge } from './merge.ts'

const firstPage = 25
const nextPage = 100
/** A table is read by eye: nobody misses the five hundred and first row, and a page left open must not grow. */
const mostRows = 500

export interface AnomalyList {
  readonly rows: readonly AnomalyFields[]
  readonly total: number | null
  readonly more: boolean
  readonly loading: boolean
  readonly loadMore: () => void
}

interface State {
  readonly rows: readonly AnomalyFields[]
  readonly total: number | null
  /** Rows to hold; new ones push the oldest out. */
  readonly most: number
  readonly loading: boolean
}

const nothingYet: State = { rows: [], total: null, most: firstPage, loading: true }

/** A series' anomalies, newest first, with new ones put on top as they are found. */
export function useAnomalyList(key: string, severity: Severity | null, revision: number): AnomalyList {
  const { client } = useApi()
  const [state, setState] = useState(nothingYet)
  const current = useRef(0)
  const severities = severity ? { severities: [severity] } : {}

  const load = async (first: number, before: string | null, most: number) => {
    const request = current.current
    // Pages go by instant, not by cursor: rows that were pushed out since are read again.
    const filter = before === null ? severities : { ...severities, to: instant(Date.parse(before) + 1) }
    setState(now => ({ ...now, loading: true }))
    const { data } = await client.query(seriesAnomalies, { key, first, filter }).toPromise()
    if (request !== current.current) return
    const page = data?.seriesByKey?.anomalies
    const rows = page?.edges.map(edge => edge.node) ?? []
    setState(now => ({
      rows: merge(rows, before === null ? [] : now.rows, most),
      total: before === null ? (page?.totalCount ?? now.total) : now.total,
      most,
      loading: false,
    }))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list begins anew with its filter and revision
  useEffect(() => {
    void load(firstPage, null, firstPage)
    return () => {
      current.current++
    }
  }, [client, key, severity, revision])

  useStream(anomalyFound, { series: [key] }, data => {
    const fresh = data.anomalyFound.anomalies.filter(it => severity === null || it.severity === severity)
    if (fresh.length === 0) return
    setState(now => {
      const known = new Set(now.rows.map(it => it.id))
      const added = fresh.filter(it => !known.has(it.id)).length
      return {
        ...now,
        rows: merge(fresh, now.rows, now.most),
        total: now.total === null ? null : now.total + added,
      }
    })
  })

  const { rows, total, most, loading } = state
  return {
    rows,
    total,
    more: rows.length < Math.min(total ?? 0, mostRows),
    loading,
    loadMore: () => void load(nextPage, rows.at(-1)?.at ?? null, Math.min(mostRows, most + nextPage)),
  }
}
