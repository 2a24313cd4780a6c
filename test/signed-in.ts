import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parseConfig } from '@seriema/api/config'
import { freePort } from '@seriema/api/start/ports'
import { parseClaimRules } from '@seriema/domain/access/claims'
import type { Jar } from './cookie-jar.ts'
import { type ApiOverrides, startApi, type TestApi } from './harness.ts'
import { type OpenId, startOpenId } from './openid.ts'

export interface AccessApi {
  readonly api: TestApi
  readonly openId: OpenId
  /** Where the dashboard would be. */
  readonly dashboard: string
  close(): Promise<void>
}

/** An API that asks callers who they are, with a real OpenID provider that vouches for people; tokens last `lasts` seconds. */
export async function startAccessApi({
  lasts,
  ...overrides
}: ApiOverrides & { readonly lasts?: number } = {}): Promise<AccessApi> {
  const [apiPort, webPort] = [await freePort(), overrides.webPort ?? (await freePort())]
  const dashboard = `http://127.0.0.1:${webPort}`
  const openId = await startOpenId(`http://127.0.0.1:${apiPort}`, dashboard, lasts)
  // Asked anew each time, so that a test may move the time of all of them.
  const clock = () => Date.now()
  const api = await startApi({ clock, apiPort, webPort, ...trusting(openId), ...overrides })
  return {
    api,
    openId,
    dashboard,
    async close() {
      await api.close()
      await openId.close()
    },
  }
}

/** Settings of an API that takes the word of the provider, and as many wrong credentials as come. */
export const trusting = (openId: OpenId) => ({
  access: 'on' as const,
  limits: parseConfig({ SERIEMA_LIMIT_TRAININGS_PER_SERIES: '0', SERIEMA_LIMIT_GUESSES: '0' }).limits,
  secret: 's'.repeat(32),
  oidc: {
    ...openId.settings,
    rolesClaim: 'roles',
    roles: parseClaimRules('plant-admins=admin; plant-viewers=viewer; plant-senders=writer[plant_*]'),
    scopes: ['openid', 'profile', 'email', 'offline_access'],
  },
})

/** Signs a person in as a browser would, and gives the last answer before the dashboard. */
export async function signIn(
  { api, openId }: Pick<AccessApi, 'api' | 'openId'>,
  jar: Jar,
  person: string,
  returnTo = '/',
): Promise<Response> {
  const within = [api.url, openId.issuer]
  const begun = await jar.walk(`${api.url}/auth/sign-in?return=${encodeURIComponent(returnTo)}`, within)
  if (begun.response.status !== 200) return begun.response
  const form = await begun.response.text()
  const action = /action="([^"]+)"/.exec(form)![1]!
  const body = new URLSearchParams({ prompt: 'login', login: person, password: 'whatever' })
  const { response } = await jar.walk(new URL(action, begun.url).href, within, { method: 'POST', body })
  return response
}

/** A request as the server has it, for what asks who sends it. */
export const requestWith = (headers: IncomingHttpHeaders): IncomingMessage =>
  ({
    headers,
    headersDistinct: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    socket: { remoteAddress: '10.0.0.7' },
  }) as unknown as IncomingMessage

/** Asks for the version over HTTP: the status, and the data or the errors. */
export async function askVersion(
  { api }: Pick<AccessApi, 'api'>,
  send: (url: string, init: RequestInit) => Promise<Response>,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const response = await send(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ systemStatus { version } }' }),
  })
  await response.text()
  return response.status
}
