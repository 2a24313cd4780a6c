import type { IncomingMessage } from 'node:http'
import { type Config, schemeOf } from '../../config.ts'
import type { Origins } from '../origins.ts'

/** Where browsers find this server: as configured, else by the name they call it. */
export const publicOrigin = (config: Pick<Config, 'apiUrl' | 'tls'>, { headers }: IncomingMessage): string =>
  config.apiUrl === null ? `${schemeOf(config)}://${headers.host}` : new URL(config.apiUrl).origin

/** The first page of the dashboard that asks, or of the one there is by default. */
export function homeOf(origins: Origins, { headers: { origin, host } }: IncomingMessage): string {
  return `${origin !== undefined && origins.isWelcome(origin, host) ? origin : origins.dashboard(host)}/`
}

/**
 * Where to go after signing in: `asked`, a path of the dashboard or the whole address of one of its pages. Anything else,
 * another site's address above all, leads to the first page.
 */
export function destination(asked: string | null, origins: Origins, request: IncomingMessage): string {
  const { host } = request.headers
  const home = homeOf(origins, request)
  if (asked === null || !URL.canParse(asked, home)) return home
  const { origin, pathname, search, hash } = new URL(asked, home)
  const isPath = asked.startsWith('/') && origin === new URL(home).origin
  return isPath || origins.isWelcome(origin, host) ? `${origin}${pathname}${search}${hash}` : home
}

/** The page of the dashboard that says why nobody was signed in, and lets try again. */
export function problemPage(problem: string, returnTo: string, origins: Origins, request: IncomingMessage): string {
  const { origin, pathname, search } = new URL(returnTo)
  const dashboard = origins.isWelcome(origin, request.headers.host) ? origin : origins.dashboard(request.headers.host)
  return `${dashboard}/sign-in?${new URLSearchParams({ problem, return: pathname + search })}`
}
