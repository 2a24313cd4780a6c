'use client'
import { useEffect, useRef, useState } from 'react'
import type { OperationResult } from 'urql'
import { type AnomalyFields, anomalyFound, type Severity, seriesAnomalies } from '../../graphql/anomaly.ts'
import type { ResultOf, VariablesOf } from '../../graphql/graphql.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { merge, newestFirst } from './merge.ts'
import type { Stretch } from './stretch.ts'

const firstRows = 25
const moreRows = 100
/** A row further down is not read up to, since thousands would be drawn with it. */
const furthest = 2_000
/** Rows asked for at once. */
const mostAtOnce = 500

export interface AnomalyList {
  readonly rows: readonly AnomalyFields[]
  readonly total: number | null
  readonly more: boolean
  readonly loading: boolean
  /** Rows that are wanted: with fewer at hand, more are on their way. */
  readonly asked: number
  readonly loadMore: () => void
}

type Variables = VariablesOf<typeof seriesAnomalies>

interface State {
  /** What the rows answer. */
  readonly question: string | null
  readonly rows: readonly AnomalyFields[]
  readonly total: number | null
  readonly loading: boolean
}

const nothingYet: State = { question: null, rows: [], total: null, loading: true }

/**
 * A series' anomalies, newest first, with new ones put on top as they are found: those of a stretch, or
 * all; null asks for nothing yet. As many are held as were asked for, `reach` among them, and new ones push the oldest out: a page left open does
 * not grow.
 */
export function useAnomalyList(
  key: string,
  severity: Severity | null,
  asked: Stretch | 'ALL' | null,
  revision: number,
  reach: AnomalyFields | null,
): AnomalyList {
  const { client } = useApi()
  const [state, setState] = useState(nothingYet)
  const waiting = asked === null
  const stretch = asked === 'ALL' ? null : asked
  const from = stretch?.from ?? null
  const to = stretch?.to ?? null
  // A chart that follows moves the beginning on; the list begins anew only with another question.
  const question = `${key} ${severity} ${stretch === null} ${to}`
  const [sought, setSought] = useState({ question, rows: firstRows })
  const most = sought.question === question ? sought.rows : firstRows

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    if (waiting) return
    let abandoned = false
    const load = async () => {
      setState(before => ({ ...before, loading: true }))
      const filter = { from, to, severities: severity === null ? null : [severity] }
      const rows: AnomalyFields[] = []
      let after: string | null = null
      let total: number | null = null
      while (rows.length < most) {
        const variables: Variables = { key, first: Math.min(mostAtOnce, most - rows.length), after, filter }
        const { data }: OperationResult<ResultOf<typeof seriesAnomalies>> = await client
          .query(seriesAnomalies, variables)
          .toPromise()
        if (abandoned) return
        const page = data?.seriesByKey?.anomalies
        if (!page) return setState(before => ({ ...before, loading: false }))
        rows.push(...page.edges.map(edge => edge.node))
        total = page.totalCount
        after = page.pageInfo.endCursor
        if (!page.pageInfo.hasNextPage) break
      }
      setState({ question, rows, total, loading: false })
    }
    void load()
    return () => {
      abandoned = true
    }
  }, [client, key, severity, waiting, from, to, most, revision])

  const reached = useRef<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `rows` are looked at once they are there
  useEffect(() => {
    if (reach === null || state.question !== question || reached.current === `${question} ${reach.id}`) return
    reached.current = `${question} ${reach.id}`
    const matches = severity === null || severity === reach.severity
    if (!matches || state.rows.length >= (state.total ?? 0) || state.rows.some(it => it.id === reach.id)) return
    const load = async () => {
      const filter = { from: reach.at, to, severities: severity === null ? null : [severity] }
      const { data } = await client.query(seriesAnomalies, { key, first: 1, after: null, filter }).toPromise()
      const place = data?.seriesByKey?.anomalies.totalCount ?? 0
      if (place > state.rows.length && place <= furthest) setSought({ question, rows: place })
    }
    void load()
  }, [reach, question, state.question])

  useStream(anomalyFound, to === null && !waiting ? { series: [key] } : null, data => {
    const fresh = data.anomalyFound.anomalies.filter(
      it => (severity === null || it.severity === severity) && (from === null || Date.parse(it.at) >= Date.parse(from)),
    )
    if (fresh.length === 0) return
    setState(now => {
      const known = new Set(now.rows.map(it => it.id))
      const added = fresh.filter(it => !known.has(it.id)).length
      return {
        ...now,
        rows: merge(fresh, now.rows, most, newestFirst),
        total: now.total === null ? null : now.total + added,
      }
    })
  })

  return {
    ...state,
    asked: most,
    more: state.rows.length < (state.total ?? 0),
    loadMore: () => setSought({ question, rows: most + moreRows }),
  }
}
