import { Fault, tooMany } from '@seriema/domain/fault'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { CloseCode, makeServer } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { Caller } from '../../access/caller.ts'
import type { App } from '../../app.ts'
import { beginErrand } from '../../store/errand.ts'
import type { Asked } from '../asked.ts'
import { createMask, told } from '../masking.ts'
import { createTally } from '../tally.ts'
import type { GraphQLServer } from '../yoga.ts'
import { type Extra, type Operation, pause } from './extra.ts'

interface SocketContext extends Asked {
  readonly socket: WebSocket
  readonly operation: Operation
}

type Enveloped = ReturnType<GraphQLServer['getEnveloped']>

/** Milliseconds a new socket may take to introduce itself. */
const introduction = 5_000
/** Bytes that the reason of a close may have, by RFC 6455. */
const longestReason = 120
/** The code of RFC 6455 for whoever has too many open: clients come again. */
const tryAgainLater = 1013

/** What is said over a socket: who somebody is, and operations through the plugins, context and masking of HTTP. */
export function createProtocol(app: App, graphql: GraphQLServer) {
  const { limits } = app.config
  const mask = createMask(app.log)
  const perUser = createTally()
  const subscriptions = createTally()
  return makeServer<Record<string, unknown> | undefined, Extra>({
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
}

export type Protocol = ReturnType<typeof createProtocol>

/** Who has a socket: a key in all its sockets, wherever they come from. */
const userOf = ({ kind, id }: Caller): string => `${kind} ${id}`

const isAsyncIterable = (
  answer: ExecutionResult | AsyncIterableIterator<ExecutionResult>,
): answer is AsyncIterableIterator<ExecutionResult> => Symbol.asyncIterator in answer

const refused = (fault: Fault): GraphQLError => new GraphQLError(fault.message, { extensions: told(fault) })
