import { createClient } from 'graphql-ws'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { indexAt } from './writer.ts'

export interface Subscriber {
  /** Which points of a series it was sent, as the writer numbers them, in the order they came. */
  of(key: string): readonly number[]
  /** How often it was cut off: it never comes back by itself. */
  interruptions(): number
}

interface Messages {
  readonly pointsAdded: {
    readonly added: readonly { readonly series: { readonly key: string }; readonly times: readonly number[] }[]
  }
}

const query = `subscription ($keys: [String!]!) { pointsAdded(series: $keys) { added { series { key } times } } }`

/** One subscription to the points of some series, never renewed. Once it has begun: whatever is written then is its to see. */
export async function subscribe(apiUrl: string, keys: readonly string[]): Promise<Subscriber> {
  const seen = new Map(keys.map(key => [key, [] as number[]]))
  let interruptions = 0
  const { promise: begun, resolve: begin, reject: fail } = Promise.withResolvers<void>()
  const url = `${apiUrl.replace('http', 'ws')}/graphql`
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false })
  client.on('closed', () => interruptions++)
  onTestFinished(() => void client.dispose())
  void (async () => {
    for await (const { data } of client.iterate<Messages>({ query, variables: { keys } })) {
      begin()
      for (const { series, times } of data!.pointsAdded.added) seen.get(series.key)!.push(...times.map(indexAt))
    }
  })().catch(error => {
    interruptions++
    fail(error)
  })
  await begun
  return { of: key => seen.get(key)!, interruptions: () => interruptions }
}
