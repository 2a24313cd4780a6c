import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { loopback } from '../config/setting.ts'
import { type Config, listensOnLoopback, schemeOf } from '../config.ts'

/** Whether callers may ask what the API has. */
export const introspects = (config: Pick<Config, 'host' | 'introspection'>): boolean =>
  config.introspection === 'on' || (config.introspection === 'auto' && listensOnLoopback(config))

/** Who may talk to this server from a browser, and under which name. */
export interface Origins {
  /**
   * Whether a request goes to a name of ours: this machine's, a configured one, or one that nobody else can own. Any other
   * is another site's that was made to point here (DNS rebinding).
   */
  addressed(request: IncomingMessage): boolean
  /**
   * Whether the page that sends this, if a page does, is the dashboard's (under whatever name this machine goes by), a
   * configured one, or this server's own.
   */
  welcome(request: IncomingMessage): boolean
  /** The same of the origin of a page, where the server is called `host`. */
  isWelcome(origin: string, host: string | undefined): boolean
  /** Whether such a page sends this for certain: what browsers add unasked vouches for nothing else. */
  sentByPage(request: IncomingMessage): boolean
  /** Where the dashboard is for a browser that calls the server `host`: an origin. */
  dashboard(host: string | undefined): string
  /** Says so to the browser. True when that was all that was asked (a preflight, which is answered). */
  answerCors(request: IncomingMessage, response: ServerResponse): boolean
}

const hostnameOf = (host: string): string | null =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null

/**
 * Whether no site of another could be made to be found under this name: an address, or a name without a dot. Only a name
 * that somebody can own in the world's directory of names can be pointed at a machine that is not theirs.
 */
const cannotBeOwned = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.')

type OriginSettings = Pick<Config, 'host' | 'hosts' | 'webPort' | 'webOrigins' | 'apiUrl' | 'tls'>

export function createOrigins(config: OriginSettings): Origins {
  const scheme = schemeOf(config)
  const dashboards = ['localhost', '127.0.0.1', '[::1]'].map(
    host => new URL(`${scheme}://${host}:${config.webPort}`).origin,
  )
  const allowed = new Set([...config.webOrigins, ...dashboards])
  const onLoopback = listensOnLoopback(config)
  const machine = hostname().toLowerCase()
  const known = [...config.webOrigins, ...(config.apiUrl === null ? [] : [config.apiUrl])].map(
    url => new URL(url).hostname,
  )
  const names = new Set([...config.hosts, ...known, config.host.toLowerCase(), machine, `${machine}.local`])

  const goesBy = (host: string): boolean => {
    if (loopback.test(host)) return true
    const name = hostnameOf(host)
    return name !== null && (names.has(name) || (!onLoopback && cannotBeOwned(name)))
  }

  const isWelcome = (origin: string, host: string | undefined): boolean => {
    if (allowed.has(origin)) return true
    if (!URL.canParse(origin) || host === undefined) return false
    const page = new URL(origin)
    // What came without TLS may be anybody's on the way.
    if (scheme === 'https' && page.protocol !== 'https:') return false
    const port = page.port || (page.protocol === 'https:' ? '443' : '80')
    const isDashboard = port === String(config.webPort) && page.hostname === hostnameOf(host)
    return page.host === host || isDashboard
  }

  const welcome = ({ headers: { origin, host } }: IncomingMessage): boolean =>
    origin === undefined || isWelcome(origin, host)

  return {
    addressed: ({ headers: { host } }) => goesBy(host ?? ''),
    welcome,
    isWelcome,
    sentByPage: ({ headers: { origin, host } }) => origin !== undefined && isWelcome(origin, host),
    dashboard: host => config.webOrigins[0] ?? `${scheme}://${hostnameOf(host ?? '') ?? 'localhost'}:${config.webPort}`,
    answerCors(request, response) {
      response.setHeader('vary', 'origin')
      const { origin } = request.headers
      if (origin !== undefined && welcome(request)) {
        response.setHeader('access-control-allow-origin', origin)
        response.setHeader('access-control-expose-headers', 'x-trace-id, retry-after')
        // The dashboard always sends what cookies it has: a browser would keep any answer from it that does not welcome them.
        response.setHeader('access-control-allow-credentials', 'true')
      }
      if (request.method !== 'OPTIONS') return false
      if (origin !== undefined && welcome(request)) {
        response.setHeader('access-control-allow-methods', 'GET, POST, PUT')
        response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '')
        response.setHeader('access-control-max-age', '86400')
      }
      response.writeHead(204).end()
      return true
    },
  }
}
