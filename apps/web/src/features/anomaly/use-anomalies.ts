'use client'
import { useEffect, useState } from 'react'
import { type AnomalyFields, anomalyFound, seriesAnomalies } from '../../graphql/anomaly.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { merge, strongestFirst } from './merge.ts'
import type { Stretch } from './stretch.ts'

/** More markers than this hide each other on any screen. */
const mostMarked = 300
const settleAfter = 150

export interface MarkedAnomalies {
  /** The strongest of the stretch. */
  readonly marked: readonly AnomalyFields[]
  /** How many the stretch has. */
  readonly total: number
}

/**
 * The strongest anomalies of the stretch a chart shows, of these channels (null: of all), and while the stretch is open those found
 * since; `stretch` is null while nothing is shown. What left it is let go of when it is read again.
 */
export function useAnomalies(
  key: string,
  stretch: Stretch | null,
  channels: readonly string[] | null,
  revision: number,
): MarkedAnomalies {
  const { client } = useApi()
  const [state, setState] = useState<MarkedAnomalies>({ marked: [], total: 0 })
  const names = channels?.join('\n')
  const from = stretch?.from ?? null
  const to = stretch?.to ?? null

  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` stands for the channels, `revision` asks anew
  useEffect(() => {
    if (from === null) return
    let abandoned = false
    const load = async () => {
      const variables = {
        key,
        first: mostMarked,
        orderBy: 'SCORE' as const,
        filter: { from, to, channels: channels && [...channels] },
      }
      const { data } = await client.query(seriesAnomalies, variables).toPromise()
      const page = data?.seriesByKey?.anomalies
      if (page && !abandoned) setState({ marked: page.edges.map(edge => edge.node), total: page.totalCount })
    }
    const timer = setTimeout(load, settleAfter)
    return () => {
      abandoned = true
      clearTimeout(timer)
    }
  }, [client, key, from, to, names, revision])

  useStream(anomalyFound, stretch !== null && to === null ? { series: [key] } : null, data => {
    const fresh = data.anomalyFound.anomalies.filter(it => channels?.includes(it.channel.name) ?? true)
    if (fresh.length === 0) return
    setState(({ marked, total }) => {
      const known = new Set(marked.map(it => it.id))
      return {
        marked: merge(fresh, marked, mostMarked, strongestFirst),
        total: total + fresh.filter(it => !known.has(it.id)).length,
      }
    })
  })

  return state
}
