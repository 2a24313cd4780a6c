'use client'
import type { TadaDocumentNode } from 'gql.tada'
import { useEffect, useEffectEvent } from 'react'
import { useApi } from './provider.tsx'

const restartAfter = 5_000

export interface StreamTurns {
  /** With the first message, after which nothing is missed. What was read before may lack what came between. */
  readonly onBegun?: () => void
  readonly onRefused?: () => void
}

/**
 * Follows a subscription while the component is mounted and `variables` are given (null pauses it). `onData` always
 * sees the latest props. A lost connection is resumed where it was. A refused operation is tried anew, from its
 * beginning, after a while.
 */
export function useStream<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables | null,
  onData: (data: Data) => void,
  { onBegun, onRefused }: StreamTurns = {},
): void {
  const { client, connection } = useApi()
  const receive = useEffectEvent(onData)
  const begin = useEffectEvent(() => onBegun?.())
  const refuse = useEffectEvent(() => onRefused?.())
  const identity = variables === null ? null : JSON.stringify(variables)

  useEffect(() => {
    if (identity === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let running: { unsubscribe: () => void } | undefined
    const start = () => {
      let begun = false
      running = client.subscription(document, JSON.parse(identity) as Variables).subscribe(({ data, error }) => {
        if (data && !begun) begin()
        begun ||= Boolean(data)
        if (data) receive(data)
        if (!error) return
        refuse()
        running?.unsubscribe()
        clearTimeout(timer)
        timer = setTimeout(start, restartAfter)
      })
    }
    const unfollow = connection.follow()
    start()
    return () => {
      clearTimeout(timer)
      running?.unsubscribe()
      unfollow()
    }
  }, [client, connection, document, identity])
}
