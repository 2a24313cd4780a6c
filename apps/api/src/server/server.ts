import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fault, readable } from '@seriema/domain/fault'
import type { Caller } from '../access/caller.ts'
import { inReach } from '../access/in-reach.ts'
import type { App } from '../app.ts'
import { actorOf } from '../audit/entry.ts'
import { type Needs, requireGrant } from '../schema/needs.ts'
import { traceFrom, withTrace } from '../telemetry/trace.ts'
import { answerGraphiQL, answerNoGraphiQL, wantsPage } from './graphiql.ts'
import { answerHealth } from './health.ts'
import { answerFault, answerGraphQL, answerJson, dropBody, lingerThenClose, refuse } from './http.ts'
import { receiveImport } from './imports.ts'
import { createOrigins, introspects } from './origins.ts'
import { inTurn } from './pipeline.ts'
import { sendRejections } from './rejections.ts'
import { createSockets } from './sockets.ts'
import { receiveVersion, sendVersion } from './versions.ts'
import { createGraphQL } from './yoga.ts'

/** Milliseconds a connection may stand still while an answer or a request is on its way. */
const unreadAtMost = 90_000

/** `/imports` of `/imports/…`. */
const firstOf = (path: string): string => /^\/[\w-]*/.exec(path)?.[0] ?? '/'

export interface Server {
  /** Throws what `net` throws, EADDRINUSE for one. */
  listen(): Promise<{ readonly url: string; readonly port: number }>
  /** Takes nothing new, answers what was asked, and tells subscribers to come back later. */
  close(): Promise<void>
}

/** GraphQL at `/graphql` (HTTP, WebSocket, and GraphiQL for browsers), health routes, uploads at `/imports/:id`, with what was rejected, and files of versions at `/versions`. */
export function createServer(app: App): Server {
  const { config, log } = app
  const graphql = createGraphQL(app)
  const origins = createOrigins(config)
  const sockets = createSockets(app, graphql, origins)
  let closing = false

  /** Throws ACCESS_DENIED, of which the audit is told. */
  const requireAllowed = (request: IncomingMessage, caller: Caller, needs: Needs, path: string): void => {
    try {
      requireGrant(caller.grants, needs, path)
    } catch (error) {
      if (error instanceof Fault) app.audit.refused(actorOf(caller), `${request.method} ${firstOf(path)}`, error)
      throw error
    }
  }

  /** Pages of others send no files. */
  const refusePage = (request: IncomingMessage, response: ServerResponse, caller: Caller, path: string): void => {
    const message = 'this page may not send files here'
    app.audit.refused(actorOf(caller), `${request.method} ${firstOf(path)}`, { code: 'ACCESS_DENIED', message })
    refuse(response, 403, message)
  }

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!origins.addressed(request)) {
      const message = `this server does not go by the name ${request.headers.host}: SERIEMA_HOSTS may name it`
      return refuse(response, 421, readable(message))
    }
    if (origins.answerCors(request, response)) return
    const path = (request.url ?? '/').split('?', 1)[0]!
    if (path === '/graphql' && wantsPage(request))
      return introspects(config) ? answerGraphiQL(request, response) : answerNoGraphiQL(response)
    if (path === '/') return void response.writeHead(302, { location: '/graphql' }).end()
    const health = await answerHealth(app, path, () => app.access.identify(request))
    if (health !== null) return answerJson(response, health.status, health.body)
    const caller = await app.access.identify(request)
    if (path === '/graphql') return answerGraphQL(graphql, request, response, config.limits, caller)
    const rejected = /^\/imports\/([^/]+)\/rejections$/.exec(path)
    if (rejected !== null && request.method === 'GET') {
      requireAllowed(request, caller, { role: 'viewer', everywhere: true }, path)
      return sendRejections(app, rejected[1]!, response)
    }
    if (path.startsWith('/imports/')) {
      if (!origins.welcome(request)) return refusePage(request, response, caller, path)
      requireAllowed(request, caller, { role: 'writer', everywhere: true }, path)
      return receiveImport(app, caller, request, response)
    }
    const file = /^\/versions\/([^/]+)\.onnx$/.exec(path)
    if (file !== null && request.method === 'GET') {
      requireAllowed(request, caller, { role: 'viewer', everywhere: false }, path)
      return sendVersion(inReach(app, caller, 'viewer'), file[1]!, request, response)
    }
    if (path === '/versions') {
      if (!origins.welcome(request)) return refusePage(request, response, caller, path)
      requireAllowed(request, caller, { role: 'trainer', everywhere: false }, path)
      return receiveVersion(inReach(app, caller, 'trainer'), caller, request, response)
    }
    refuse(response, 404, `nothing is at ${path}: GraphQL is at /graphql`)
  }

  const takesBody = ({ method }: IncomingMessage): boolean => method === 'POST' || method === 'PUT'

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const trace = traceFrom(request.headersDistinct.traceparent?.[0])
    response.setHeader('x-trace-id', trace.traceId)
    response.setHeader('x-content-type-options', 'nosniff')
    if (closing) response.setHeader('connection', 'close')
    withTrace(trace, async () => {
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
      }
    })
  }

  // Bodies of GraphQL have a time limit of their own; an upload takes as long as its file is.
  const server = createHttpServer(
    { headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 65_000, connectionsCheckingInterval: 2_000 },
    answer,
  )
  const connections = new Map<string, number>()
  server.on('connection', socket => {
    const address = socket.remoteAddress ?? ''
    const open = (connections.get(address) ?? 0) + 1
    if (open > config.limits.connectionsPerAddress) return void socket.destroy()
    connections.set(address, open)
    socket.once('close', () => {
      const left = connections.get(address)! - 1
      if (left > 0) connections.set(address, left)
      else connections.delete(address)
    })
  })
  // Who does not read its answers for so long is let go, and what was held for it with it.
  server.setTimeout(unreadAtMost)
  // As when no more descriptors are to be had: who could not be taken in comes again.
  server.on('error', err => log.error({ err }, 'the server could not take a connection'))
  server.on('upgrade', (request, socket, head) => {
    if ((request.url ?? '').split('?', 1)[0] === '/graphql') return sockets.accept(request, socket, head)
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(config.apiPort, config.host, () => {
          server.off('error', reject)
          const { port } = server.address() as AddressInfo
          const host = config.host.includes(':') ? `[${config.host}]` : config.host
          resolve({ url: `http://${host}:${port}`, port })
        })
      }),
    async close() {
      closing = true
      const answered = new Promise(resolve => server.close(resolve))
      await sockets.close()
      await answered
    },
  }
}
