'use client'
import type { TadaDocumentNode } from 'gql.tada'
import { useCallback, useState } from 'react'
import { useRefreshed } from '../ui/use-refreshed.ts'
import { describeError } from './fault.ts'
import { useApi } from './provider.tsx'

export interface Read<Data> {
  /** null until it was read once; what was read stays while it is read again. */
  readonly data: Data | null
  /** Why the last attempt failed, to be told to a person. */
  readonly error: string | null
  readonly reload: () => void
}

const hardlyEver = 600_000

/**
 * What a query answers, read at once, when its variables change, and every so many milliseconds, which may depend on what
 * was read.
 */
export function useRead<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  every: number | ((data: Data | null) => number) = hardlyEver,
): Read<Data> {
  const { client } = useApi()
  const [state, setState] = useState<{ data: Data | null; error: string | null }>({ data: null, error: null })
  const [revision, setRevision] = useState(0)
  const identity = JSON.stringify(variables)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data, error } = await client.query(document, JSON.parse(identity) as Variables).toPromise()
      if (abandoned()) return
      setState(before => ({ data: data ?? before.data, error: error ? describeError(error) : null }))
    },
    [client, document, identity, revision],
  )
  useRefreshed(read, typeof every === 'number' ? every : every(state.data))
  return { ...state, reload: useCallback(() => setRevision(before => before + 1), []) }
}
