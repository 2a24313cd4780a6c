'use client'
import { useEffect, useState } from 'react'
import { type AnomalyFields, anomalyFound, seriesAnomalies } from '../../graphql/anomaly.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { beginningOfTime, instant } from '../point/window-query.ts'
import { merge } from './merge.ts'

const mostMarked = 300
const settleAfter = 150

/**
 * The newest anomalies of the stretch a chart shows, and while it is `live` those found since; `stretch` is null while
 * nothing is shown. What left the stretch is let go of when it is read again, and more than three hundred markers are
 * never held.
 */
export function useAnomalies(
  key: string,
  stretch: Domain | null,
  live: boolean,
  revision: number,
): readonly AnomalyFields[] {
  const { client } = useApi()
  const [found, setFound] = useState<readonly AnomalyFields[]>([])
  const from = stretch ? instant(stretch[0]) : beginningOfTime
  const to = stretch ? instant(stretch[1] + 1) : null

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    if (to === null) return
    let abandoned = false
    const load = async () => {
      const variables = { key, first: mostMarked, filter: { from, to } }
      const { data } = await client.query(seriesAnomalies, variables).toPromise()
      const edges = data?.seriesByKey?.anomalies.edges
      if (edges && !abandoned) setFound(edges.map(edge => edge.node))
    }
    const timer = setTimeout(load, settleAfter)
    return () => {
      abandoned = true
      clearTimeout(timer)
    }
  }, [client, key, from, to, revision])

  useStream(anomalyFound, live ? { series: [key] } : null, data => {
    const { anomalies } = data.anomalyFound
    if (anomalies.length > 0) setFound(before => merge(anomalies, before, mostMarked))
  })

  return found
}
