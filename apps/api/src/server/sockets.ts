import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault, tooMany } from '@seriema/domain/fault'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { networkOf } from '../access/address.ts'
import type { Caller } from '../access/caller.ts'
import type { App } from '../app.ts'
import { somebodyAt } from '../audit/entry.ts'
import { beginErrand } from '../store/errand.ts'
import { traceFrom, withTrace } from '../telemetry/trace.ts'
import type { Asked } from './asked.ts'
import { createMask, told } from './masking.ts'
import type { Origins } from './origins.ts'
import { createTally } from './tally.ts'
import type { GraphQLServer } from './yoga.ts'

/** An operation on its way over a socket, from its message until nothing more is sent for it. */
interface Operation {
  /** Ends what there is to end by now. */
  giveUp(): void
  /** It counts no longer. */
  readonly ended: () => void
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
/** Seconds that whoever has too many open is told to wait, and the code of RFC 6455 that says so: clients come again. */
const pause = 5
const tryAgainLater = 1013
/** Bytes that the reason of a close may have, by RFC 6455. */
const longestReason = 120

export interface Sockets {
  /** Takes over a connection that asks to become a WebSocket. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** How many there are. */
  readonly open: number
  /** Tells every client to come back later, and lets go of them. */
  close(): Promise<void>
}

/** GraphQL over WebSocket (graphql-transport-ws), through the plugins, context and masking of HTTP. */
export function createSockets(app: App, graphql: GraphQLServer, origins: Origins): Sockets {
  const { limits } = app.config
  const mask = createMask(app.log)
  const perAddress = createTally()
  const perUser = createTally()
  const subscriptions = createTally()
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
        const caller = await app.access.identifySocket(extra.request, connectionParams)
        const gone = perUser.add(userOf(caller), caller.kind === 'anyone' ? 0 : limits.socketsPerUser)
        if (gone === null) throw tooMany(`one user has ${limits.socketsPerUser} sockets at most`, pause)
        extra.socket.once('close', gone)
        if (extra.socket.readyState !== extra.socket.OPEN) gone()
        extra.caller = caller
        return true
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        const code = error.code === 'TOO_MANY_REQUESTS' ? tryAgainLater : CloseCode.Unauthorized
        extra.socket.close(code, error.message.slice(0, longestReason))
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
        return [refused(new Fault('INVALID_INPUT', 'an operation of this id is not over yet: take another id'))]
      }
      if (carried.size >= limits.subscriptionsPerSocket)
        return [refused(tooMany(`a socket carries at most ${limits.subscriptionsPerSocket} operations at once`, pause))]
      const most = extra.caller!.kind === 'anyone' ? 0 : limits.subscriptionsPerUser
      const ended = subscriptions.add(userOf(extra.caller!), most)
      if (ended === null) return [refused(tooMany(`one user has ${most} operations on sockets at once at most`, pause))]
      const operation: Operation = { giveUp() {}, ended }
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
                if (id !== null) {
                  extra.carried.get(id)?.ended()
                  extra.carried.delete(id)
                }
              }
            }),
          ),
      },
      extra,
    )
    socket.once('close', (code, reason) => {
      clearInterval(heart)
      open.delete(extra)
      for (const operation of extra.carried.values()) {
        operation.giveUp()
        operation.ended()
      }
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

/** Who has a socket: a key in all its sockets, wherever they come from. */
const userOf = ({ kind, id }: Caller): string => `${kind} ${id}`

const isAsyncIterable = (
  answer: ExecutionResult | AsyncIterableIterator<ExecutionResult>,
): answer is AsyncIterableIterator<ExecutionResult> => Symbol.asyncIterator in answer

/** The protocol's own words for a message that only a server may send: `graphql-ws` throws where a client sends it. */
const isServersOwn = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type')

const refused = (fault: Fault): GraphQLError => new GraphQLError(fault.message, { extensions: told(fault) })

/** Answers whoever asks for a WebSocket that there is none for it. */
export function turnAway(socket: Duplex, status: string, headers = ''): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\n${headers}connection: close\r\ncontent-length: 0\r\n\r\n`)
}
