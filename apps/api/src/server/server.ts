import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Fault, readable } from '@seriema/domain/fault'
import { networkOf, plain } from '../access/address.ts'
import type { Caller } from '../access/caller.ts'
import { hasCookie } from '../access/credentials.ts'
import { inReach } from '../access/in-reach.ts'
import type { App } from '../app.ts'
import { actorOf, operationOf, somebodyAt } from '../audit/entry.ts'
import { type Needs, requireGrant } from '../schema/needs.ts'
import { prometheusType } from '../telemetry/prometheus.ts'
import { type OpenSpan, span } from '../telemetry/span.ts'
import { traceFrom, withTrace } from '../telemetry/trace.ts'
import { answerAuth } from './auth.ts'
import { answerGraphiQL, answerNoGraphiQL, wantsPage } from './graphiql.ts'
import { answerHealth } from './health.ts'
import { answerFault, answerGraphQL, answerJson, answerText, dropBody, lingerThenClose, refuse } from './http.ts'
import { receiveImport } from './imports.ts'
import { createListener, strictly } from './listener.ts'
import { measureRequest, routeOf } from './measured.ts'
import { createMetrics } from './metrics.ts'
import { createOrigins, introspects } from './origins.ts'
import { inTurn } from './pipeline.ts'
import { refuseTold } from './refuse-told.ts'
import { sendRejections } from './rejections.ts'
import { turnAway } from './sockets/turn-away.ts'
import { createSockets } from './sockets.ts'
import { createTally } from './tally.ts'
import { receiveVersion, sendVersion } from './versions.ts'
import { createGraphQL } from './yoga.ts'

/** Milliseconds a connection may stand still while an answer or a request is on its way. */
const unreadAtMost = 90_000

const forgery = 'a page of another site could have sent this: a cookie is not enough'
const strange = 'this page may not send files here'

export interface Server {
  /** Throws what `net` throws, EADDRINUSE for one. */
  listen(): Promise<{ readonly url: string; readonly port: number }>
  /** Takes nothing new, answers what was asked, and tells subscribers to come back later. */
  close(): Promise<void>
}

/** GraphQL at `/graphql` (HTTP, WebSocket, and GraphiQL for browsers), health routes, figures at `/metrics`, uploads at `/imports/:id`, with what was rejected, and files of versions at `/versions`. */
export function createServer(app: App): Server {
  const { config, log } = app
  const { addresses } = app.access
  const graphql = createGraphQL(app)
  const origins = createOrigins(config)
  const sockets = createSockets(app, graphql, origins)
  const metrics = createMetrics(app, sockets)
  let closing = false

  /** Throws ACCESS_DENIED, of which the audit is told. */
  const requireAllowed = (request: IncomingMessage, caller: Caller, needs: Needs, path: string): void => {
    try {
      requireGrant(caller.grants, needs, path)
    } catch (error) {
      if (error instanceof Fault) app.audit.refused(actorOf(caller), operationOf(request), error)
      throw error
    }
  }

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!origins.addressed(request)) {
      const message = `this server does not go by the name ${request.headers.host}: SERIEMA_HOSTS may name it`
      return refuseTold(app, request, response, readable(message), { status: 421 })
    }
    if (origins.answerCors(request, response)) return
    const path = (request.url ?? '/').split('?', 1)[0]!
    if (path === '/graphql' && wantsPage(request))
      return introspects(config) ? answerGraphiQL(request, response) : answerNoGraphiQL(response)
    if (path === '/') return void response.writeHead(302, { location: '/graphql' }).end()
    const health = await answerHealth(app, path, () => app.access.identifyShown(request))
    if (health !== null) return answerJson(response, health.status, health.body)
    if (path.startsWith('/auth/')) return answerAuth(app, origins, request, response)
    if (forged(request)) return refuseTold(app, request, response, forgery)
    const caller = await app.access.identify(request)
    if (path === '/graphql') return answerGraphQL(graphql, request, response, config.limits, caller)
    const rejected = /^\/imports\/([^/]+)\/rejections$/.exec(path)
    if (rejected !== null && request.method === 'GET') {
      requireAllowed(request, caller, { role: 'viewer', everywhere: true }, path)
      return sendRejections(app, rejected[1]!, response)
    }
    if (path.startsWith('/imports/')) {
      if (!origins.welcome(request)) return refuseTold(app, request, response, strange, { sender: actorOf(caller) })
      requireAllowed(request, caller, { role: 'writer', everywhere: true }, path)
      return receiveImport(app, caller, request, response)
    }
    const file = /^\/versions\/([^/]+)\.onnx$/.exec(path)
    if (file !== null && request.method === 'GET') {
      requireAllowed(request, caller, { role: 'viewer', everywhere: false }, path)
      return sendVersion(inReach(app, caller, 'viewer'), file[1]!, request, response)
    }
    if (path === '/versions') {
      if (!origins.welcome(request)) return refuseTold(app, request, response, strange, { sender: actorOf(caller) })
      requireAllowed(request, caller, { role: 'trainer', everywhere: false }, path)
      return receiveVersion(app, caller, request, response)
    }
    if (path === '/metrics') {
      requireAllowed(request, caller, { role: 'viewer', everywhere: true }, path)
      return answerText(response, prometheusType, await metrics())
    }
    refuse(response, 404, `nothing is at ${path}: GraphQL is at /graphql`)
  }

  /** Cookies are added by browsers unasked, whichever page has them send something. */
  const forged = (request: IncomingMessage): boolean =>
    app.access.on &&
    (takesBody(request) || request.headers.upgrade !== undefined) &&
    hasCookie(request, config) &&
    !origins.sentByPage(request)

  const takesBody = ({ method }: IncomingMessage): boolean => method === 'POST' || method === 'PUT'

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    measureRequest(app, request, response)
    const trace = traceFrom(request.headersDistinct.traceparent?.[0])
    response.setHeader('x-trace-id', trace.traceId)
    response.setHeader('x-content-type-options', 'nosniff')
    if (addresses.isSecure(request)) response.setHeader('strict-transport-security', strictly)
    if (closing) response.setHeader('connection', 'close')
    const answered = async (note: OpenSpan['note']) => {
      try {
        if (!takesBody(request)) dropBody(request, response)
        await inTurn(request, response)
        await route(request, response)
      } catch (error) {
        if (response.headersSent) return void response.destroy()
        if (!request.complete) lingerThenClose(request, response)
        if (error instanceof Fault) return answerFault(response, error)
        log.error({ err: error, path: request.url }, 'a request failed unexpectedly')
        const extensions = { code: 'INTERNAL', traceId: trace.traceId }
        answerJson(response, 500, { errors: [{ message: 'Unexpected error', extensions }] })
      } finally {
        note({ 'http.response.status_code': response.statusCode })
      }
    }
    const { method = 'GET' } = request
    const name = `${method} /${routeOf(request)}`
    const attributes = { 'http.request.method': method, 'http.route': `/${routeOf(request)}` }
    withTrace(trace, () => span(name, answered, { kind: 'server', attributes }))
  }

  // Bodies of GraphQL have a time limit of their own; an upload takes as long as its file is.
  const { server, scheme, release } = createListener(
    config,
    log,
    { headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 65_000, connectionsCheckingInterval: 2_000 },
    answer,
  )
  const connections = createTally()
  server.on('connection', (socket: Socket) => {
    const address = plain(socket.remoteAddress ?? '')
    // A proxy that is trusted stands for many: whose they are is known of each request.
    if (addresses.isProxy(address)) return
    const gone = connections.add(networkOf(address), config.limits.connectionsPerAddress)
    if (gone === null) return void socket.destroy()
    socket.once('close', gone)
  })
  // Who does not read its answers for so long is let go, and what was held for it with it.
  server.setTimeout(unreadAtMost)
  // As when no more descriptors are to be had: who could not be taken in comes again.
  server.on('error', err => log.error({ err }, 'the server could not take a connection'))
  server.on('upgrade', (request, socket, head) => {
    if (forged(request)) {
      app.audit.refused(somebodyAt(addresses.of(request)), 'WebSocket', { code: 'ACCESS_DENIED', message: forgery })
      return turnAway(socket, '403 Forbidden')
    }
    if ((request.url ?? '').split('?', 1)[0] === '/graphql') return sockets.accept(request, socket, head)
    turnAway(socket, '404 Not Found')
  })

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(config.apiPort, config.host, () => {
          server.off('error', reject)
          const { port } = server.address() as AddressInfo
          const host = config.host.includes(':') ? `[${config.host}]` : config.host
          resolve({ url: `${scheme}://${host}:${port}`, port })
        })
      }),
    async close() {
      closing = true
      release()
      const answered = new Promise(resolve => server.close(resolve))
      await sockets.close()
      await answered
    },
  }
}
