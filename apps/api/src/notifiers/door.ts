import { lookup as resolve } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import { createRefusal } from './door/refused.ts'

/** What a server answered. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Its beginning. */
  readonly body: string
}

export interface Posting {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

/** The only way out to receivers. It speaks to no address that is refused, whatever a name resolves to by then. */
export interface Door {
  /** Throws ADDRESS_REFUSED where a name or address is not to be spoken to; a name that nobody knows may become known. */
  check(host: string): Promise<void>
  /** A connection that is open. Throws ADDRESS_REFUSED. */
  connect(host: string, port: number, signal: AbortSignal): Promise<Socket>
  /** By a connection of its own; what redirects is an answer like any other. Throws ADDRESS_REFUSED. */
  post(url: URL, posting: Posting): Promise<Answer>
}

export interface DoorOptions {
  /** Networks that may be spoken to although they are private. */
  readonly allowed: readonly string[]
  /** What resolves names [the system]. */
  readonly resolver?: typeof resolve
}

/** Bytes of an answer that are read. */
const bodyAtMost = 2_048

export function createDoor({ allowed, resolver = resolve }: DoorOptions): Door {
  const isRefused = createRefusal(allowed)

  /** What is connected to is what was checked: the name is resolved once. */
  const lookup: LookupFunction = (host, options, found) => {
    resolver(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return found(error, [])
      if (addresses.some(({ address }) => isRefused(address))) return found(refused(host), [])
      if (options.all) return found(null, addresses)
      const [first] = addresses
      found(null, first!.address, first!.family)
    })
  }

  /** A literal address is not looked up. */
  const requireOpen = (host: string) => {
    if (isIP(host) !== 0 && isRefused(host)) throw refused(host)
  }

  return {
    async check(host) {
      requireOpen(host)
      if (isIP(host) !== 0) return
      await promisify(lookup as (host: string, options: object, found: (error: unknown) => void) => void)(host, {
        all: true,
      }).catch(error => {
        if (error instanceof Fault) throw error
      })
    },
    async connect(host, port, signal) {
      requireOpen(host)
      signal.throwIfAborted()
      const socket = connect({ host, port, lookup })
      const end = () => socket.destroy(signal.reason as Error)
      signal.addEventListener('abort', end, { once: true })
      socket.once('close', () => signal.removeEventListener('abort', end))
      await new Promise<void>((ready, failed) => socket.once('connect', ready).once('error', failed))
      return socket
    },
    async post(url, { headers, body, signal }) {
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
      requireOpen(host)
      const request = url.protocol === 'https:' ? secureRequest : plainRequest
      const { promise, resolve: answered, reject } = Promise.withResolvers<Answer>()
      const content = Buffer.from(body)
      const sent = request(url, {
        method: 'POST',
        agent: false,
        lookup,
        signal,
        headers: { 'user-agent': 'Seriema', ...headers, 'content-length': content.length },
      })
      sent.once('error', reject)
      sent.once('response', response => {
        let text = ''
        const done = () => {
          answered({ status: response.statusCode!, headers: response.headers, body: text })
          response.destroy()
        }
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text = (text + chunk).slice(0, bodyAtMost)
          if (text.length === bodyAtMost) done()
        })
        // What the status says stands, however the rest ends.
        response.once('end', done).once('error', done)
      })
      sent.end(content)
      return promise
    },
  }
}

const refused = (host: string): Fault =>
  new Fault(
    'ADDRESS_REFUSED',
    `${host} is an address of this machine or of a private network, which receivers may not have: name a public one, or let whoever runs the server add its network to SERIEMA_RECEIVER_NETWORKS`,
  )
