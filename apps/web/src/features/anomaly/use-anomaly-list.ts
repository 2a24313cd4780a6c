'use client'
import { useEffect, useRef, useState } from 'react'
import { type AnomalyFields, anomalyFound, type Severity, seriesAnomalies } from '../../graphql/anomaly.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { merge } from './merge.ts'

const pageSize = 25
/** A table that is left open for days lets go of its oldest rows. */
const mostHeld = 500

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
  readonly end: string | null
  readonly loading: boolean
}

const nothingYet: State = { rows: [], total: null, end: null, loading: true }

/** Pages of a series' anomalies, newest first, with new ones put on top as they are found. */
export function useAnomalyList(key: string, severity: Severity | null, revision: number): AnomalyList {
  const { client } = useApi()
  const [state, setState] = useState(nothingYet)
  const current = useRef(0)

  const load = async (after: string | null) => {
    const request = current.current
    const filter = severity ? { severities: [severity] } : null
    setState(before => ({ ...before, loading: true }))
    const { data } = await client.query(seriesAnomalies, { key, first: pageSize, after, filter }).toPromise()
    if (request !== current.current) return
    const page = data?.seriesByKey?.anomalies
    setState(before => ({
      rows: merge(page?.edges.map(edge => edge.node) ?? [], after === null ? [] : before.rows, mostHeld),
      total: page?.totalCount ?? before.total,
      end: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null,
      loading: false,
    }))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list begins anew with its filter and revision
  useEffect(() => {
    void load(null)
    return () => {
      current.current++
    }
  }, [client, key, severity, revision])

  useStream(anomalyFound, { series: [key] }, data => {
    const fresh = data.anomalyFound.anomalies.filter(it => severity === null || it.severity === severity)
    if (fresh.length === 0) return
    setState(before => {
      const known = new Set(before.rows.map(it => it.id))
      const added = fresh.filter(it => !known.has(it.id)).length
      return {
        ...before,
        rows: merge(fresh, before.rows, mostHeld),
        total: before.total === null ? null : before.total + added,
      }
    })
  })

  return {
    rows: state.rows,
    total: state.total,
    more: state.end !== null && state.rows.length < mostHeld,
    loading: state.loading,
    loadMore: () => void load(state.end),
  }
}
