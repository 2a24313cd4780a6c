import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const last = new WeakMap<Socket, Promise<void>>()

/**
 * Waits until the answers before it on the same connection have been taken: whoever sends many requests without reading
 * is worked for one at a time, and makes nobody hold more than one answer for it.
 */
export function inTurn({ socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  const before = last.get(socket) ?? Promise.resolve()
  last.set(
    socket,
    new Promise(resolve => {
      response.once('close', resolve)
    }),
  )
  return before
}
