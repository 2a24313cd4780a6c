import type { IncomingMessage, ServerResponse } from 'node:http'

/** Milliseconds a sender whose request was refused may go on sending before the connection is cut. */
const lingering = 2_000

/**
 * For an answer that overtakes the rest of its request: cut at once, the connection would take the answer with it. What
 * still comes is thrown away for a moment, then the connection goes.
 */
export function lingerThenClose(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close')
  request.on('error', () => {})
  request.resume()
  const timer = setTimeout(() => request.destroy(), lingering)
  request.once('close', () => clearTimeout(timer))
}
