import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CloseCode, handleProtocols } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { networkOf } from '../access/address.ts'
import type { App } from '../app.ts'
import { somebodyAt } from '../audit/entry.ts'
import type { Origins } from './origins.ts'
import { carry } from './sockets/carry.ts'
import { type Extra, pause } from './sockets/extra.ts'
import { createProtocol } from './sockets/protocol.ts'
import { turnAway } from './sockets/turn-away.ts'
import { createTally } from './tally.ts'
import type { GraphQLServer } from './yoga.ts'

/** Milliseconds between two looks at who is still valid, and that a client is given to say goodbye. */
const validity = 2_000
const farewell = 1_000

export interface Sockets {
  /** Takes over a connection that asks to become a WebSocket. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** How many there are. */
  readonly open: number
  /** Tells every client to come back later, and lets go of them. */
  close(): Promise<void>
}

/** GraphQL over WebSocket (graphql-transport-ws). */
export function createSockets(app: App, graphql: GraphQLServer, origins: Origins): Sockets {
  const { limits } = app.config
  const perAddress = createTally()
  const open = new Set<Extra>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    handleProtocols,
    clientTracking: true,
  })
  const protocol = createProtocol(app, graphql)
  server.on('connection', (socket, request) => carry(app, protocol, open, socket, request))

  /** Ends the sockets of those who are not valid any more. */
  const dismiss = async () => {
    const known = [...open].filter(({ caller }) => caller !== null)
    if (known.length === 0) return
    const ended = await app.access.ended(known.map(({ caller }) => caller!))
    for (const { caller, socket } of known)
      if (ended.has(caller!)) {
        socket.close(CloseCode.Unauthorized, 'No longer valid: say who you are again')
        setTimeout(() => socket.terminate(), farewell).unref()
      }
  }
  const sweep = setInterval(() => {
    if (app.access.on) dismiss().catch(err => app.log.warn({ err }, 'who may still listen could not be asked'))
  }, validity)

  return {
    accept(request, socket, head) {
      if (!origins.addressed(request) || !origins.welcome(request)) {
        const message = `a page of ${request.headers.origin ?? request.headers.host} may not open a socket here`
        const from = app.access.addresses.of(request)
        app.audit.refused(somebodyAt(from), 'WebSocket', { code: 'ACCESS_DENIED', message })
        return turnAway(socket, '403 Forbidden')
      }
      if (app.draining) return turnAway(socket, '503 Service Unavailable')
      const gone = perAddress.add(networkOf(app.access.addresses.of(request)), limits.socketsPerAddress)
      if (gone === null) return turnAway(socket, '429 Too Many Requests', `retry-after: ${pause}\r\n`)
      socket.once('close', gone)
      server.handleUpgrade(request, socket, head, webSocket => server.emit('connection', webSocket, request))
    },
    get open() {
      return server.clients.size
    },
    async close() {
      clearInterval(sweep)
      for (const socket of server.clients) socket.close(1001, 'Going away')
      const cut = setTimeout(() => {
        for (const socket of server.clients) socket.terminate()
      }, 1_000)
      await new Promise(resolve => server.close(resolve))
      clearTimeout(cut)
    },
  }
}
