'use client'
import { useCallback, useState } from 'react'
import { describeError } from '../../graphql/fault.ts'
import { type ImportFields, type ImportState, imports } from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { useThrottled } from '../../ui/use-throttled.ts'

const pageSize = 20
const refreshEvery = 30_000

export interface History {
  readonly all: readonly ImportFields[] | null
  readonly total: number
  readonly more: boolean
  readonly error: string | null
  readonly loadMore: () => void
  readonly reload: () => void
}

/** Imports, the newest first, as they come on. */
export function useHistory(state: ImportState | null, series: string): History {
  const { client } = useApi()
  const [size, setSize] = useState(pageSize)
  const [found, setFound] = useState<Omit<History, 'loadMore' | 'reload'>>({
    all: null,
    total: 0,
    more: false,
    error: null,
  })
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const filter = { states: state === null ? null : [state], series: series === '' ? null : series }
      const { data, error } = await client.query(imports, { first: size, after: null, filter }).toPromise()
      if (abandoned()) return
      if (!data) {
        setFound(before => ({ ...before, error: error ? describeError(error) : t('error.unreachable') }))
        return
      }
      const { edges, totalCount, pageInfo } = data.imports
      setFound({ all: edges.map(({ node }) => node), total: totalCount, more: pageInfo.hasNextPage, error: null })
    },
    [client, state, series, size],
  )
  useRefreshed(read, refreshEvery)
  const reload = useThrottled(() => void read(() => false), 500)
  useStream(statusChanged, {}, ({ statusChanged: { import: concerned } }) => {
    if (concerned !== null) reload()
  })
  return { ...found, loadMore: () => setSize(before => Math.min(500, before + pageSize)), reload }
}
