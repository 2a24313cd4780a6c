import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const typeDefs = `
  scalar Column
  type Query { nothing: String }
  type Series { key: String! }
  type AddedPoints { series: Series! times: Column! values: [Column!]! late: Boolean! replaced: Boolean! }
  type PointsAdded { cursor: String! added: [AddedPoints!]! }
  type Subscription { pointsAdded(series: [String!]): PointsAdded! }`

interface Message {
  readonly pointsAdded: object
}

/** GraphQL.js behind graphql-ws and nothing else: one message a tick to everybody, made in memory. */
export async function startBare(keys: readonly string[], rate: number): Promise<{ url: string; stop(): void }> {
  const waiting = new Map(keys.map(key => [key, new Set<(message: Message) => void>()]))
  const schema = buildSchema(typeDefs)
  schema.getSubscriptionType()!.getFields().pointsAdded!.subscribe = (_root, { series }) =>
    listen(waiting.get(series[0])!)
  let timer: NodeJS.Timeout | undefined
  let at = Date.now()
  const publish = () => {
    at += 1_000
    const sent = performance.timeOrigin + performance.now()
    for (const [key, listeners] of waiting) {
      const added = [{ series: { key }, times: [at], values: [[sent]], late: false, replaced: false }]
      const message = { pointsAdded: { cursor: Buffer.from(`event:${at}`).toString('base64url'), added } }
      for (const heard of listeners) heard(message)
    }
  }
  const server = createServer((_request, response) => {
    timer ??= setInterval(publish, 1_000 / rate)
    response.end('{}')
  })
  const sockets = new WebSocketServer({ server, path: '/graphql' })
  useServer({ schema }, sockets)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      clearInterval(timer)
      sockets.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The first message is empty and comes at once. */
async function* listen(listeners: Set<(message: Message) => void>): AsyncGenerator<Message> {
  const queue: Message[] = [{ pointsAdded: { cursor: '', added: [] } }]
  let wake = () => {}
  const heard = (message: Message) => {
    queue.push(message)
    wake()
  }
  listeners.add(heard)
  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift()!
      await new Promise<void>(resolve => (wake = resolve))
    }
  } finally {
    listeners.delete(heard)
  }
}
