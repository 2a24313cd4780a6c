/** Where the browser finds the API. Known when a page is served, not when the dashboard is built. */
export interface Endpoint {
  /** Queries and mutations, for example `http://127.0.0.1:4000/graphql`. */
  readonly http: string
  /** Subscriptions: the same address with `ws:` or `wss:`. */
  readonly webSocket: string
  /** Scheme, host and port; upload paths are relative to it. */
  readonly origin: string
}

/**
 * `configured` is SERIEMA_API_URL. Without it the API is taken to be on the page's own host, port 4000, so that a
 * dashboard reached by another name than localhost works with no setting.
 */
export function endpointFor(configured: string | undefined, host: string | null, scheme = 'http'): Endpoint {
  const url = new URL(configured || `${scheme}://${hostname(host)}:4000/graphql`)
  if (url.pathname === '/') url.pathname = '/graphql'
  const webSocket = new URL(url)
  webSocket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return { http: url.href, webSocket: webSocket.href, origin: url.origin }
}

const hostname = (host: string | null) => (host === null ? '127.0.0.1' : host.replace(/:\d+$/, ''))
