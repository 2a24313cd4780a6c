import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault, httpStatus } from '@seriema/domain/fault'
import type { Caller } from '../access/caller.ts'
import { waitTold } from '../access/retry-after.ts'
import { breath } from '../concurrency/breath.ts'
import type { Limits } from '../config.ts'
import { beginErrand } from '../store/errand.ts'
import { readBody } from './body.ts'
import { told } from './masking.ts'
import type { GraphQLServer } from './yoga.ts'

/** Characters of a body that take milliseconds to put together. */
const large = 1_000_000

/** Hands a request to GraphQL with its body read within the limit, and its answer back. */
export async function answerGraphQL(
  graphql: GraphQLServer,
  request: IncomingMessage,
  response: ServerResponse,
  limits: Pick<Limits, 'bodyBytes' | 'answerBytes'>,
  caller: Caller,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request
  if (method === 'GET') requireJson(url)
  const body = method === 'POST' ? await readBody(request, limits.bodyBytes) : undefined
  // Joining a large body took its time: others have their turn before it is read.
  if (body !== undefined && body.length > large) await breath()
  const asked = new graphql.fetchAPI.Request(`http://localhost${url}`, {
    method,
    headers: headers as Record<string, string>,
    ...(body !== undefined && { body }),
  })
  const errand = beginErrand()
  response.once('close', errand.giveUp)
  const answer = await errand.run(() => graphql.fetch(asked, { caller }))
  const text = await answer.text()
  if (text.length > limits.answerBytes) {
    const message = `the answer has more than ${limits.answerBytes} bytes: ask for less at once. What was stored is stored`
    return answerFault(response, new Fault('TOO_LARGE', message))
  }
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  sayWait(response)
  response.writeHead(answer.status, { 'content-length': Buffer.byteLength(text) }).end(text)
}

/** Throws INVALID_INPUT where a parameter of an address that holds JSON does not. */
function requireJson(url: string): void {
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  for (const name of ['variables', 'extensions']) {
    const text = parameters.get(name)
    if (!text) continue
    try {
      JSON.parse(text)
    } catch {
      throw new Fault('INVALID_INPUT', `${name} in the address is no JSON`)
    }
  }
}

/** A Fault as an answer in the form GraphQL gives errors, so that one reader of errors is enough for a client. */
export function answerFault(response: ServerResponse, fault: Fault): void {
  const { code, message } = fault
  const extensions = told(fault)
  sayWait(response)
  if (code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer realm="Seriema", ApiKey')
  answerJson(response, httpStatus(code), { errors: [{ message, extensions }] })
}

/** Says how long the caller was told to wait, in whatever part of its answer. */
function sayWait(response: ServerResponse): void {
  const seconds = waitTold()
  if (seconds !== undefined) response.setHeader('retry-after', String(seconds))
}

/** The same for what is no request of ours to begin with: another's name, path or method. */
export function refuse(response: ServerResponse, status: 403 | 404 | 405 | 421, message: string): void {
  answerJson(response, status, { errors: [{ message, extensions: { code: 'INVALID_INPUT' } }] })
}

export const answerJson = (response: ServerResponse, status: number, body: unknown): void =>
  answerText(response, 'application/json; charset=utf-8', JSON.stringify(body), status)

export function answerText(response: ServerResponse, type: string, text: string, status = 200): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}

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

/** For a request whose body nobody reads: it is thrown away, and a sender who takes its time for it is let go. */
export function dropBody(request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)
    lingerThenClose(request, response)
}
