'use client'
import { useEffect, useState } from 'react'
import type { CounterView } from '../../graphql/point.ts'
import { overview } from '../../graphql/point.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type Columns, noColumns, toNumbers } from '../../ui/chart/columns.ts'
import { beginningOfTime } from './window-query.ts'

const maxPoints = 400
const refreshEvery = 20_000

/** The whole history in a few hundred points, read again from time to time and whenever `revision` changes. */
export function useOverview(key: string, counters: CounterView, revision: number): Columns {
  const { client } = useApi()
  const [columns, setColumns] = useState(noColumns)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      const variables = { key, from: beginningOfTime, maxPoints, counters }
      const { data } = await client.query(overview, variables).toPromise()
      const points = data?.seriesByKey?.points
      if (points && !abandoned) setColumns({ times: points.times, values: points.values.map(toNumbers) })
    }
    const loadWhenSeen = () => {
      if (document.visibilityState === 'visible') void load()
    }
    void load()
    const timer = setInterval(loadWhenSeen, refreshEvery)
    return () => {
      abandoned = true
      clearInterval(timer)
    }
  }, [client, key, counters, revision])

  return columns
}
