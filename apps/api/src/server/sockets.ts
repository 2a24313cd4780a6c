import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, GraphQLError } from 'graphql'
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { App } from '../app.ts'
import { beginErrand, type Errand } from '../store/errand.ts'
import { traceFrom, withTrace } from '../telemetry/trace.ts'
import { createMask } from './masking.ts'
import type { Origins } from './origins.ts'
import type { GraphQLServer } from './yoga.ts'

interface Extra {
  readonly socket: WebSocket
  readonly request: IncomingMessage
}

type Enveloped = ReturnType<GraphQLServer['getEnveloped']>

/** Milliseconds a new socket may take to introduce itself, and between pings: who answers none is gone. */
const introduction = 5_000
const pulse = 12_000

export interface Sockets {
  /** Takes over a connection that asks to become a WebSocket. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every client to come back later, and lets go of them. */
  close(): Promise<void>
}

/** GraphQL over WebSocket (graphql-transport-ws), through the plugins, context and masking of HTTP. */
export function createSockets(app: App, graphql: GraphQLServer, origins: Origins): Sockets {
  const { limits } = app.config
  const mask = createMask(app.log)
  /** What each open socket waits for. */
  const errands = new WeakMap<WebSocket, Set<Errand>>()
  const perAddress = new Map<string, number>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    handleProtocols,
    clientTracking: true,
  })

  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: introduction,
    async execute(args) {
      const { socket } = args.contextValue as Extra
      const errand = beginErrand()
      const open = errands.get(socket)
      open?.add(errand)
      try {
        return await errand.run(() => (args.rootValue as Enveloped).execute(args))
      } finally {
        open?.delete(errand)
      }
    },
    subscribe: args => (args.rootValue as Enveloped).subscribe(args),
    async onSubscribe({ extra, subscriptions }, _id, params) {
      if (Object.keys(subscriptions).length > limits.subscriptionsPerSocket)
        return [
          refused('TOO_MANY_REQUESTS', `a socket carries at most ${limits.subscriptionsPerSocket} operations at once`),
        ]
      try {
        // No `request` among it: Yoga would take the upgrade, a GET, for the request.
        const initial = { socket: extra.socket, params }
        const { schema, contextFactory, parse, validate, execute, subscribe } = graphql.getEnveloped(initial)
        const document = parse(params.query)
        const errors = validate(schema, document)
        if (errors.length > 0) return errors
        const args: ExecutionArgs = {
          schema,
          document,
          operationName: params.operationName,
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        }
        return args
      } catch (error) {
        return [mask(error)]
      }
    },
  })

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    errands.set(socket, new Set())
    let answered = true
    socket.on('pong', () => {
      answered = true
    })
    const heart = setInterval(() => {
      if (!answered) return socket.terminate()
      answered = false
      socket.ping()
    }, pulse)
    // A message too long or malformed: `ws` has closed the socket with the code that says so.
    socket.on('error', error => app.log.debug({ err: error }, 'a socket was closed for an error'))
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: data =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) return resolve()
            if (socket.bufferedAmount > limits.answerBytes) {
              app.log.info({ buffered: socket.bufferedAmount }, 'a socket that nobody reads was closed')
              socket.terminate()
              return resolve()
            }
            socket.send(data, error => (error ? reject(error) : resolve()))
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: handle =>
          socket.on('message', data =>
            withTrace(traceFrom(request.headersDistinct.traceparent?.[0]), async () => {
              try {
                await handle(String(data))
              } catch (error) {
                if (socket.readyState !== socket.OPEN) return
                app.log.error({ err: error }, 'a socket message failed unexpectedly')
                socket.close(CloseCode.InternalServerError, 'Unexpected error')
              }
            }),
          ),
      },
      { socket, request },
    )
    socket.once('close', (code, reason) => {
      clearInterval(heart)
      for (const errand of errands.get(socket)!) errand.giveUp()
      closed(code, String(reason)).catch(err => app.log.warn({ err }, 'a subscription could not be ended in order'))
    })
  })

  return {
    accept(request, socket, head) {
      const address = request.socket.remoteAddress ?? ''
      const open = perAddress.get(address) ?? 0
      if (!origins.addressed(request) || !origins.welcome(request)) return turnAway(socket, '403 Forbidden')
      if (app.draining) return turnAway(socket, '503 Service Unavailable')
      if (open >= limits.socketsPerAddress) return turnAway(socket, '429 Too Many Requests')
      perAddress.set(address, open + 1)
      socket.once('close', () => {
        const left = perAddress.get(address)! - 1
        if (left > 0) perAddress.set(address, left)
        else perAddress.delete(address)
      })
      server.handleUpgrade(request, socket, head, webSocket => server.emit('connection', webSocket, request))
    },
    async close() {
      for (const socket of server.clients) socket.close(1001, 'Going away')
      const cut = setTimeout(() => {
        for (const socket of server.clients) socket.terminate()
      }, 1_000)
      await new Promise(resolve => server.close(resolve))
      clearTimeout(cut)
    },
  }
}

const refused = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } })

function turnAway(socket: Duplex, status: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
