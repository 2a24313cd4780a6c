import { type AddressInfo, createServer } from 'node:net'
import { Fault } from '@seriema/domain/fault'
import type { Config } from '../config.ts'

export interface WantedPort {
  /** Who wants it, as a reader would say it: `the API`. */
  readonly holder: string
  readonly host: string
  readonly port: number
  readonly setting: string
}

export const apiPort = ({ host, apiPort: port }: Config): WantedPort => ({
  holder: 'the API',
  host,
  port,
  setting: 'SERIEMA_API_PORT',
})

export const webPort = ({ host, webPort: port }: Config): WantedPort => ({
  holder: 'the dashboard',
  host,
  port,
  setting: 'SERIEMA_WEB_PORT',
})

/** Throws one UNAVAILABLE that names every port that cannot be had and the setting that changes it. */
export async function requirePorts(wanted: readonly WantedPort[]): Promise<void> {
  const problems = await Promise.all(wanted.map(problemOf))
  const found = problems.filter(problem => problem !== null)
  if (found.length > 0) throw new Fault('UNAVAILABLE', found.join('\n'))
}

/** What to tell who wants to listen there; null where it can be had. */
function problemOf({ holder, host, port, setting }: WantedPort): Promise<string | null> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(explain(error, { holder, host, port, setting })))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

function explain(error: NodeJS.ErrnoException, { holder, host, port, setting }: WantedPort): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port}, where ${holder} should listen, is taken by another program. End that one, or choose another port: ${setting}=${port + 1} npm start`
    case 'EACCES':
      return `This user may not listen on port ${port}, where ${holder} should. Choose one above 1023: ${setting}=8080 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Set SERIEMA_HOST to one, such as 127.0.0.1 or 0.0.0.0.`
    default:
      return `Port ${port} of ${host}, where ${holder} should listen, cannot be used (${error.message}). Set ${setting} to another.`
  }
}

/** A port of this machine that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
