'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import type { DeletedFields } from '../../graphql/deletion.ts'
import { describeError } from '../../graphql/fault.ts'
import type { VariablesOf } from '../../graphql/graphql.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type SeriesFields, seriesByKey, updateSeries } from '../../graphql/series.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'

const refreshEvery = 15_000

export type SeriesState =
  | { readonly status: 'loading' }
  | { readonly status: 'missing' }
  | { readonly status: 'deleted'; readonly deleted: DeletedFields }
  | { readonly status: 'unreachable'; readonly message: string }
  | { readonly status: 'ready'; readonly series: SeriesFields }

export interface OneSeries {
  readonly state: SeriesState
  readonly reload: () => void
  readonly saving: boolean
  readonly saveError: string | null
  readonly save: (change: Omit<VariablesOf<typeof updateSeries>['input'], 'key'>) => void
}

/** What is known about one series. Once it was read, a failed refresh leaves it standing. */
export function useSeries(key: string): OneSeries {
  const { client } = useApi()
  const [state, setState] = useState<SeriesState>({ status: 'loading' })
  const [revision, setRevision] = useState(0)
  /** Changes that were made from here: what was asked before one may answer after it, and is older. */
  const saves = useRef(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const before = saves.current
      const { data, error } = await client.query(seriesByKey, { key }).toPromise()
      if (abandoned() || saves.current !== before) return
      if (data?.seriesByKey) setState({ status: 'ready', series: data.seriesByKey })
      else if (data?.deletedSeriesByKey) setState({ status: 'deleted', deleted: data.deletedSeriesByKey })
      else if (data && !error) setState({ status: 'missing' })
      else if (error) {
        const message = describeError(error)
        setState(before => (before.status === 'ready' ? before : { status: 'unreachable', message }))
      }
    },
    [client, key, revision],
  )
  useRefreshed(read, refreshEvery)

  const { busy: saving, error: saveError, follow } = useChange()
  // One after another, so that what was chosen last is what holds.
  const turn = useRef(Promise.resolve())
  const save = useCallback<OneSeries['save']>(
    change => {
      const make = () =>
        follow(client.mutation(updateSeries, { input: { key, ...change } }), ({ series }) => {
          saves.current++
          setState({ status: 'ready', series })
        })
      turn.current = turn.current.then(make)
    },
    [client, key, follow],
  )

  const reload = useCallback(() => setRevision(before => before + 1), [])
  return useMemo(() => ({ state, reload, saving, saveError, save }), [state, reload, saving, saveError, save])
}
