'use client'
import type { TadaDocumentNode } from 'gql.tada'
import { useEffect, useEffectEvent } from 'react'
import { useApi } from './provider.tsx'

const restartAfter = 5_000

/**
 * Follows a subscription while the component is mounted and `variables` are given (null pauses it). `onData` always
 * sees the latest props. A refused operation is tried anew, from its beginning, after a while; `onRefused` is told.
 */
export function useStream<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables | null,
  onData: (data: Data) => void,
  onRefused?: (message: string) => void,
): void {
  const { client } = useApi()
  const receive = useEffectEvent(onData)
  const refuse = useEffectEvent((message: string) => onRefused?.(message))
  const identity = variables === null ? null : JSON.stringify(variables)

  useEffect(() => {
    if (identity === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let running: { unsubscribe: () => void } | undefined
    const start = () => {
      running = client.subscription(document, JSON.parse(identity) as Variables).subscribe(({ data, error }) => {
        if (data) receive(data)
        if (!error) return
        refuse(error.message)
        running?.unsubscribe()
        clearTimeout(timer)
        timer = setTimeout(start, restartAfter)
      })
    }
    start()
    return () => {
      clearTimeout(timer)
      running?.unsubscribe()
    }
  }, [client, document, identity])
}
