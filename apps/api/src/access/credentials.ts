import type { IncomingMessage } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import { type Config, schemeOf } from '../config.ts'

/** What somebody shows to say who they are. */
export type Credential =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'session'; readonly text: string }

/** Characters of the longest that is looked at. */
const longest = 16_384

const shown = (kind: Credential['kind'], text: string): Credential => {
  if (text.length === 0 || text.length > longest) throw new Fault('UNAUTHENTICATED', 'what was sent is no key or token')
  return { kind, text }
}

/** Whether browsers reach this server by TLS alone: then its cookies go by nothing else. */
export const isSecure = (config: Pick<Config, 'apiUrl' | 'tls'>): boolean =>
  (config.apiUrl ?? `${schemeOf(config)}:`).startsWith('https:')

/** The name of the cookie that holds a session: with `__Host-` no other site or path could have set it. */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-seriema' : 'seriema')

/** Whether a session's cookie came along, which nobody need have wanted. */
export const hasCookie = ({ headers }: IncomingMessage, config: Pick<Config, 'apiUrl' | 'tls'>) =>
  cookies(headers.cookie).has(sessionCookie(isSecure(config)))

/**
 * What a request shows; null where it shows nothing. A key or token goes before a cookie, which browsers add unasked. Two of
 * a kind could be told apart in another way by whatever is in front. Throws UNAUTHENTICATED.
 */
export function credentialOf({ headers, headersDistinct }: IncomingMessage, secure: boolean): Credential | null {
  for (const name of ['x-api-key', 'authorization'])
    if ((headersDistinct[name]?.length ?? 0) > 1) throw new Fault('UNAUTHENTICATED', `send ${name} once`)
  const key = headers['x-api-key']
  if (typeof key === 'string') return shown('key', key)
  if (headers.authorization !== undefined) return fromAuthorization(headers.authorization)
  const cookie = cookies(headers.cookie).get(sessionCookie(secure))
  return cookie === undefined ? null : shown('session', cookie)
}

/** Whether a request does not even try to say who sends it. */
export const showsNothing = ({ headers }: IncomingMessage, secure: boolean): boolean =>
  headers['x-api-key'] === undefined &&
  headers.authorization === undefined &&
  !cookies(headers.cookie).has(sessionCookie(secure))

/** The same of what opens a WebSocket: its `connection_init` says what a browser cannot put into headers. */
export function credentialOfParameters(parameters: unknown): Credential | null {
  if (typeof parameters !== 'object' || parameters === null) return null
  const named = new Map(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value as unknown]))
  const key = named.get('x-api-key')
  if (typeof key === 'string') return shown('key', key)
  const authorization = named.get('authorization')
  return typeof authorization === 'string' ? fromAuthorization(authorization) : null
}

/** `Bearer` with a key or a token, `ApiKey` with a key. Throws UNAUTHENTICATED. */
function fromAuthorization(header: string): Credential {
  const [, scheme, text] = /^(Bearer|ApiKey) +([^\s]+)$/i.exec(header.trim()) ?? []
  if (text === undefined) throw new Fault('UNAUTHENTICATED', 'Authorization is given as `Bearer` and a key or token')
  return shown(scheme!.toLowerCase() === 'apikey' || looksLikeKey(text) ? 'key' : 'token', text)
}

/** As `keys.ts` makes them; a JWT has dots. */
const looksLikeKey = (text: string): boolean => text.startsWith('srm_')

/** RFC 6265, the first of each name. */
export function cookies(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, Math.max(at, 0)).trim()
    if (name !== '' && !found.has(name)) found.set(name, part.slice(at + 1).trim())
  }
  return found
}
