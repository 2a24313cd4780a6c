import type { IncomingMessage } from 'node:http'
import { CloseCode } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { App } from '../../app.ts'
import { traceFrom, withTrace } from '../../telemetry/trace.ts'
import type { Extra } from './extra.ts'
import type { Protocol } from './protocol.ts'

/** Milliseconds between pings: who answers none is gone. */
const pulse = 12_000

/** Carries what is said over a socket to the protocol and back, until it is closed. */
export function carry(
  app: Pick<App, 'config' | 'log'>,
  protocol: Protocol,
  open: Set<Extra>,
  socket: WebSocket,
  request: IncomingMessage,
): void {
  const { limits } = app.config
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
}

/** The protocol's own words for a message that only a server may send: `graphql-ws` throws where a client sends it. */
const isServersOwn = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type')
