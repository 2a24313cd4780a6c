'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { OperationResult } from 'urql'
import { anomalyFound } from '../../graphql/anomaly.ts'
import { describeError } from '../../graphql/fault.ts'
import type { ResultOf, VariablesOf } from '../../graphql/graphql.ts'
import { pointsAdded } from '../../graphql/point.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type FleetSeries, fleet as fleetDocument } from '../../graphql/series.ts'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { createFrames } from '../../ui/frames.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { fleetMemory } from './fleet-memory.ts'
import type { FleetOrder } from './fleet-order.ts'
import { isComeBackTo, recallTrace } from './fleet-trace.ts'
import { useLeaving } from './use-leaving.ts'

const pageSize = 50
/** Series read at once where many are read anew. */
const mostAtOnce = 250
const publishGap = 300
/** What anomalies are counted in, up to the last point of each series (milliseconds): it moves with the points. */
const day = 86_400_000
const reloadEvery = 60_000
const reloadGap = 1_000
/** Where anomalies come all the time, most readings are uncertain: not each is repeated at once. */
const recountGap = 10_000

type Variables = VariablesOf<typeof fleetDocument>

/** What a reload left, here or on a page that was gone to from here; none where pages are rendered. */
const traceOf = (question: string) =>
  typeof window !== 'undefined' && isComeBackTo() ? recallTrace(() => sessionStorage, question) : null

export interface FleetState {
  readonly fleet: Fleet
  readonly keys: readonly string[]
  readonly total: number | null
  /** Series that are deleted and can be brought back. */
  readonly deleted: number
  readonly more: boolean
  readonly loading: boolean
  readonly error: string | null
  readonly loadMore: () => Promise<void>
  readonly reload: () => void
}

/**
 * All series that match `search` in `order`, as many as were asked for, live; whoever comes back or reloads finds as many
 * as there were. Which streams to follow is known only when the series are; what happened in between is made up for by
 * reading the series again once these have begun.
 */
export function useFleet(search: string, order: FleetOrder): FleetState {
  const { client, connection } = useApi()
  const question = `${order} ${search}`
  const [recalled] = useState(() => fleetMemory.recall(question))
  const [trace] = useState(() => (recalled === null ? traceOf(question) : null))
  const [fleet] = useState(() => recalled?.fleet ?? createFleet())
  const [revision, setRevision] = useState(0)
  const [state, setState] = useState({
    keys: recalled?.keys ?? [],
    total: recalled?.total ?? null,
    deleted: recalled?.deleted ?? 0,
    more: recalled?.more ?? false,
    cursor: recalled?.cursor ?? null,
    loading: true,
    error: null as string | null,
  })
  /** Series asked for; what is read anew is read to there. */
  const wanted = useRef(Math.max(pageSize, state.keys.length, trace?.rows ?? 0))
  useLeaving(question, fleet, state, recalled?.scroll ?? trace?.scroll ?? 0)

  const [frames] = useState(() => createFrames(fleet.publish, publishGap))
  useEffect(() => frames.cancel, [frames])

  const reload = useThrottled(() => setRevision(before => before + 1), reloadGap)
  const recount = useThrottled(reload, recountGap)
  useEffect(() => {
    const regular = setInterval(() => document.visibilityState === 'visible' && reload(), reloadEvery)
    return () => clearInterval(regular)
  }, [reload])

  const readPage = useCallback(
    (first: number, after: string | null) => {
      const variables: Variables = { first, after, search: search || null, orderBy: order, day }
      return client.query(fleetDocument, variables).toPromise()
    },
    [client, search, order],
  )

  const asked = useRef(question)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      if (asked.current !== question) wanted.current = pageSize
      asked.current = question
      setState(before => ({ ...before, loading: true }))
      fleet.beginReading()
      const found: FleetSeries[] = []
      for (let cursor: string | null = null; ; ) {
        const first = Math.min(mostAtOnce, wanted.current - found.length)
        const { data, error }: OperationResult<ResultOf<typeof fleetDocument>> = await readPage(first, cursor)
        if (abandoned) return
        if (!data) {
          setState(before => ({ ...before, loading: false, error: error ? describeError(error) : null }))
          reload()
          return
        }
        found.push(...data.series.edges.map(edge => edge.node))
        cursor = data.series.pageInfo.endCursor
        const more = data.series.pageInfo.hasNextPage
        if (more && found.length < wanted.current) continue
        if (fleet.load(found).uncertain) recount()
        const keys = found.map(it => it.key)
        const { totalCount: deleted } = data.deletedSeries
        setState({ keys, total: data.series.totalCount, deleted, more, cursor, loading: false, error: null })
        return
      }
    }
    void load()
    return () => {
      abandoned = true
    }
  }, [fleet, question, readPage, revision, reload, recount])

  /** Only what is new; streams begin anew with the longer list, and then all is read again in the background. */
  const loadMore = async () => {
    wanted.current += pageSize
    setState(before => ({ ...before, loading: true }))
    const { data, error } = await readPage(pageSize, state.cursor)
    if (asked.current !== question) return
    if (!data) {
      setState(before => ({ ...before, loading: false, error: error ? describeError(error) : null }))
      return reload()
    }
    const { edges, pageInfo } = data.series
    fleet.extend(edges.map(edge => edge.node))
    setState(before => ({
      ...before,
      keys: [...new Set([...before.keys, ...edges.map(edge => edge.node.key)])],
      more: pageInfo.hasNextPage,
      cursor: pageInfo.endCursor,
      loading: false,
    }))
  }

  const shown = state.keys.length > 0 ? { series: [...state.keys].sort() } : null
  useStream(
    pointsAdded,
    shown && { ...shown, counters: 'RATE' },
    data => {
      for (const { series, times, values } of data.pointsAdded.added) fleet.append(series.key, times, values)
      frames.request()
    },
    { onBegun: reload, onRefused: reload },
  )
  useStream(
    anomalyFound,
    shown,
    data => {
      for (const { series, severity } of data.anomalyFound.anomalies) fleet.found(series.key, severity)
      frames.request()
    },
    { onBegun: reload },
  )
  // A change of status is told once, to those who listen: whoever was away looks for himself.
  useStream(statusChanged, {}, reload)
  useEffect(() => connection.subscribe(() => connection.status().state === 'live' && reload()), [connection, reload])

  return { fleet, ...state, loadMore, reload }
}
