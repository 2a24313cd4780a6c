import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { createServer as createPlain, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createSecure, type Server as SecureServer } from 'node:https'
import { dirname } from 'node:path'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { Fault } from '@seriema/domain/fault'
import type { Config } from '../config.ts'
import type { Log } from '../telemetry/log.ts'

/** Strict-Transport-Security: what was reached by TLS once is reached by nothing else, for a year of seconds. */
export const strictly = 'max-age=31536000'

export interface Listener {
  readonly server: Server | SecureServer
  /** What its addresses begin with. */
  readonly scheme: 'http' | 'https'
  /** Looks for a new certificate no longer. */
  release(): void
}

/** Milliseconds that files may take to be replaced, one after the other, and between two looks that nothing was missed. */
const settling = 200
const again = 60_000

/**
 * HTTP, or HTTPS by TLS 1.2 or newer where a certificate is configured. One that is replaced counts from the next
 * connection on; one that cannot be used is logged, and the one before stays. Throws INVALID_CONFIGURATION where there is
 * none to begin with.
 */
export function createListener(
  { tls }: Pick<Config, 'tls'>,
  log: Log,
  options: ServerOptions,
  answer: RequestListener,
): Listener {
  const { certificate, key } = tls
  if (certificate === null || key === null)
    return { server: createPlain(options, answer), scheme: 'http', release() {} }
  let held = readPair(certificate, key)
  const server = createSecure({ ...options, ...held, minVersion: 'TLSv1.2' }, answer)

  const renew = () => {
    try {
      const found = readPair(certificate, key)
      if (found.cert === held.cert && found.key === held.key) return
      server.setSecureContext({ ...found, minVersion: 'TLSv1.2' })
      held = found
      log.info({ certificate }, 'the new certificate is used from now on')
    } catch (err) {
      log.error({ err, certificate }, 'the new certificate cannot be used: the one before stays')
    }
  }
  // A folder: files are replaced by renaming others over them, or by turning a link.
  let soon: NodeJS.Timeout | undefined
  const watchers = [...new Set([dirname(certificate), dirname(key)])].map(folder =>
    watched(folder, log, () => {
      clearTimeout(soon)
      soon = setTimeout(renew, settling)
    }),
  )
  const round = setInterval(renew, again)
  round.unref()
  return {
    server,
    scheme: 'https',
    release() {
      clearTimeout(soon)
      clearInterval(round)
      for (const watcher of watchers) watcher?.close()
    },
  }
}

/** Listens, and returns how to end that, with all that is open. Throws what `net` throws. */
export function hold({ server, release }: Listener, port: number, host: string): Promise<{ close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, host, () => {
      resolve({
        close: () =>
          new Promise(closed => {
            release()
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
}

/** A certificate and its key, that fit each other. */
function readPair(
  certificate: string,
  key: string,
): Required<Pick<SecureContextOptions, 'cert' | 'key'>> & { cert: string; key: string } {
  try {
    const pair = { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
    createSecureContext(pair)
    return pair
  } catch (error) {
    const { message } = error as Error
    throw new Fault('INVALID_CONFIGURATION', `SERIEMA_TLS_CERT and SERIEMA_TLS_KEY cannot be used: ${message}`)
  }
}

/** Where a folder cannot be watched, the regular look remains. */
function watched(folder: string, log: Log, changed: () => void): FSWatcher | null {
  try {
    return watch(folder, { persistent: false }, changed).on('error', err =>
      log.warn({ err, folder }, 'certificates are looked for once a minute from now on'),
    )
  } catch (err) {
    log.warn({ err, folder }, 'certificates are looked for once a minute')
    return null
  }
}
