import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault } from '@seriema/domain/fault'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Caller } from '../access/caller.ts'
import type { App } from '../app.ts'
import { somebodyAt } from '../audit/entry.ts'
import { beginErrand } from '../store/errand.ts'
import { traceFrom, withTrace } from '../telemetry/trace.ts'
import { createMask } from './masking.ts'
import type { Origins } from './origins.ts'
import type { Asked, GraphQLServer } from './yoga.ts'

/** An operation on its way over a socket, from its message until nothing more is sent for it. */
interface Operation {
  /** Ends what there is to end by now. */
  giveUp(): void
}

interface Extra {
  readonly request: IncomingMessage
  /** Who it is; null until its first message has said so. */
  caller: Caller | null
  readonly socket: WebSocket
  readonly carried: Map<string, Operation>
  /** Id of the operation that the message in hand has begun; null where it has begun none. */
  begun: string | null
}

interface SocketContext extends Asked {
  readonly socket: WebSocket
  readonly operation: Operation
}

type Enveloped = ReturnType<GraphQLServer['getEnveloped']>

/** Milliseconds a new socket may take to introduce itself, and between pings: who answers none is gone. */
const introduction = 5_000
const pulse = 12_000
/** Milliseconds between two looks at who is still valid, and that a client is given to say goodbye. */
const validity = 2_000
const farewell = 1_000
/** Bytes that the reason of a close may have, by RFC 6455. */
const longestReason = 120

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
  const perAddress = new Map<string, number>()
  const open = new Set<Extra>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    handleProtocols,
    clientTracking: true,
  })

  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: introduction,
    async onConnect({ extra, connectionParams }) {
      try {
        extra.caller = await app.access.identifySocket(extra.request, connectionParams)
        return true
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        extra.socket.close(CloseCode.Unauthorized, error.message.slice(0, longestReason))
        return false
      }
    },
    async execute(args) {
      const { operation } = args.contextValue as SocketContext
      const errand = beginErrand()
      operation.giveUp = errand.giveUp
      return errand.run(() => (args.rootValue as Enveloped).execute(args))
    },
    async subscribe(args) {
      const { operation, socket } = args.contextValue as SocketContext
      const answers = await (args.rootValue as Enveloped).subscribe(args)
      if (!isAsyncIterable(answers)) return answers
      operation.giveUp = () => void answers.return?.().catch(() => {})
      // Whoever went while it was set up is not there to end it.
      if (socket.readyState !== socket.OPEN) operation.giveUp()
      return answers
    },
    async onSubscribe({ extra }, id, params) {
      const { socket, carried } = extra
      if (carried.has(id)) {
        // Given up by its client, but not over: two of one id could not be told apart.
        socket.close(CloseCode.SubscriberAlreadyExists, 'Operations that are not over have ids of their own')
        return [refused('INVALID_INPUT', 'an operation of this id is not over yet: take another id')]
      }
      if (carried.size >= limits.subscriptionsPerSocket)
        return [
          refused('TOO_MANY_REQUESTS', `a socket carries at most ${limits.subscriptionsPerSocket} operations at once`),
        ]
      const operation: Operation = { giveUp() {} }
      carried.set(id, operation)
      extra.begun = id
      try {
        // No `request` among it: Yoga would take the upgrade, a GET, for the request.
        const initial = { socket, params, operation, caller: extra.caller! }
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
    const extra: Extra = { request, caller: null, socket, carried: new Map(), begun: null }
    open.add(extra)
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
              extra.begun = null
              const handled = handle(String(data))
              // Set by now, for `onSubscribe` is called before anything is waited for.
              const id = extra.begun
              try {
                await handled
              } catch (error) {
                if (socket.readyState !== socket.OPEN) return
                if (isServersOwn(error)) return socket.close(CloseCode.BadRequest, 'Invalid message received')
                app.log.error({ err: error }, 'a socket message failed unexpectedly')
                socket.close(CloseCode.InternalServerError, 'Unexpected error')
              } finally {
                if (id !== null) extra.carried.delete(id)
              }
            }),
          ),
      },
      extra,
    )
    socket.once('close', (code, reason) => {
      clearInterval(heart)
      open.delete(extra)
      for (const operation of extra.carried.values()) operation.giveUp()
      closed(code, String(reason)).catch(err => app.log.warn({ err }, 'a subscription could not be ended in order'))
    })
  })

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
      const address = request.socket.remoteAddress ?? ''
      const open = perAddress.get(address) ?? 0
      if (!origins.addressed(request) || !origins.welcome(request)) {
        const message = `a page of ${request.headers.origin ?? request.headers.host} may not open a socket here`
        app.audit.refused(somebodyAt(address), 'WebSocket', { code: 'ACCESS_DENIED', message })
        return turnAway(socket, '403 Forbidden')
      }
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

const isAsyncIterable = (
  answer: ExecutionResult | AsyncIterableIterator<ExecutionResult>,
): answer is AsyncIterableIterator<ExecutionResult> => Symbol.asyncIterator in answer

/** The protocol's own words for a message that only a server may send: `graphql-ws` throws where a client sends it. */
const isServersOwn = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type')

const refused = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } })

function turnAway(socket: Duplex, status: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
