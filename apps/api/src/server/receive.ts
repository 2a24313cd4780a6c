import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import { answerFault, answerJson, lingerThenClose, refuse } from './http.ts'

interface Received {
  /** What is to be sent, in words. */
  readonly what: string
  /** Bytes at most, and what to do with a file that says to have more. */
  readonly limit: number
  readonly tooLarge: (declared: number) => string
}

/** A file that comes with PUT: 200 with what `take` makes of its bytes, or the Fault that it ends in. */
export async function receiveFile(
  request: IncomingMessage,
  response: ServerResponse,
  { what, limit, tooLarge }: Received,
  take: (body: AsyncIterable<Uint8Array>) => Promise<unknown>,
): Promise<void> {
  if (request.method !== 'PUT') {
    response.setHeader('allow', 'PUT')
    return refuse(response, 405, `send the bytes of ${what} with PUT`)
  }
  const declared = Number(request.headers['content-length'] ?? 0)
  try {
    if (declared > limit) throw new Fault('TOO_LARGE', tooLarge(declared))
    answerJson(response, 200, await take(request.iterator({ destroyOnReturn: false })))
  } catch (error) {
    if (!request.complete) lingerThenClose(request, response)
    if (response.destroyed) return
    if (!(error instanceof Fault)) throw error
    answerFault(response, error)
  }
}
