import type { IncomingMessage } from 'node:http'
import { Fault } from '@seriema/domain/fault'

/** Milliseconds a body may take to arrive. */
const patience = 30_000

/**
 * The whole body as text. Throws TOO_LARGE at the byte that is too many, whatever length was announced, and TIMED_OUT;
 * what is left of the body is not read.
 */
export function readBody(request: IncomingMessage, most: number): Promise<string> {
  if (Number(request.headers['content-length']) > most) return Promise.reject(tooLarge(most))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => {
      end(() => reject(new Fault('TIMED_OUT', `the body did not arrive within ${patience / 1_000} s: send it again`)))
    }, patience)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      request.removeAllListeners('data')
      settle()
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > most) end(() => reject(tooLarge(most)))
      else chunks.push(chunk)
    })
    request.once('end', () =>
      end(() => resolve(chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks).toString())),
    )
    request.once('error', error => end(() => reject(error)))
    request.once('close', () => {
      if (!request.complete) end(() => reject(new Fault('INVALID_INPUT', 'the request ended before its body did')))
    })
  })
}

const tooLarge = (most: number): Fault =>
  new Fault('TOO_LARGE', `a request has at most ${most} bytes: send the points in several batches`)
