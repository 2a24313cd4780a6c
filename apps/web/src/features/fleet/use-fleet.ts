'use client'
import { useEffect, useState } from 'react'
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
import type { FleetOrder } from './fleet-order.ts'

const pageSize = 50
const publishGap = 300
/** What anomalies are counted in, up to the last point of each series (milliseconds): it moves with the points. */
const day = 86_400_000
const reloadEvery = 60_000
const reloadGap = 1_000
/** Where anomalies come all the time, most readings are uncertain: not each is repeated at once. */
const recountGap = 10_000

export interface FleetState {
  readonly fleet: Fleet
  readonly keys: readonly string[]
  readonly total: number | null
  /** Series that are deleted and can be brought back. */
  readonly deleted: number
  readonly more: boolean
  readonly loading: boolean
  readonly error: string | null
  readonly loadMore: () => void
  readonly reload: () => void
}

/**
 * All series that match `search` in `order`, as many pages as were asked for, live. Which streams to follow is known
 * only when the series are; what happened in between is made up for by reading the series again once these have begun.
 */
export function useFleet(search: string, order: FleetOrder): FleetState {
  const { client, connection } = useApi()
  const [fleet] = useState(createFleet)
  const [pages, setPages] = useState(1)
  const [revision, setRevision] = useState(0)
  const [state, setState] = useState({
    keys: [] as readonly string[],
    total: null as number | null,
    deleted: 0,
    more: false,
    loading: true,
    error: null as string | null,
  })
  const [frames] = useState(() => createFrames(fleet.publish, publishGap))
  useEffect(() => frames.cancel, [frames])

  const reload = useThrottled(() => setRevision(before => before + 1), reloadGap)
  const recount = useThrottled(reload, recountGap)
  useEffect(() => {
    const regular = setInterval(() => document.visibilityState === 'visible' && reload(), reloadEvery)
    return () => clearInterval(regular)
  }, [reload])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      setState(before => ({ ...before, loading: true }))
      fleet.beginReading()
      const found: FleetSeries[] = []
      let after: string | null = null
      for (let page = 0; page < pages; page++) {
        const variables: VariablesOf<typeof fleetDocument> = {
          first: pageSize,
          after,
          search: search || null,
          orderBy: order,
          day,
        }
        const { data, error }: OperationResult<ResultOf<typeof fleetDocument>> = await client
          .query(fleetDocument, variables)
          .toPromise()
        if (abandoned) return
        if (!data) {
          setState(before => ({ ...before, loading: false, error: error ? describeError(error) : null }))
          reload()
          return
        }
        found.push(...data.series.edges.map(edge => edge.node))
        after = data.series.pageInfo.endCursor
        const more = data.series.pageInfo.hasNextPage
        const keys = found.map(it => it.key)
        if (page < pages - 1 && more) continue
        if (fleet.load(found).uncertain) recount()
        const { totalCount: deleted } = data.deletedSeries
        setState({ keys, total: data.series.totalCount, deleted, more, loading: false, error: null })
        return
      }
    }
    void load()
    return () => {
      abandoned = true
    }
  }, [client, fleet, search, order, pages, revision, reload, recount])

  const shown = state.keys.length > 0 ? { series: [...state.keys].sort() } : null
  useStream(
    pointsAdded,
    shown,
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

  return { fleet, ...state, loadMore: () => setPages(before => before + 1), reload }
}
