import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import Provider from 'oidc-provider'

/** A person the provider knows, by the name typed into its form. */
export interface Person {
  readonly roles?: readonly string[]
  readonly [claim: string]: unknown
}

export interface OpenId {
  readonly issuer: string
  /** What the API is configured with to trust it. */
  readonly settings: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string
    readonly audience: string[]
  }
  readonly people: Map<string, Person>
  /** Signs as it does itself, now: a token with these claims and what else such tokens have. */
  sign(claims?: object, header?: object, exp?: number): Promise<string>
  /** Its key of now, as anybody may read it. */
  publicKey(): JWK
  /** From now on it signs with another key, and publishes that one alone. */
  rotate(): Promise<void>
  /** An access token for a program, as it really gives them. */
  tokenFor(program: 'robot'): Promise<string>
  /** Paths that were asked of it since the last time, and how often. */
  asked(): Record<string, number>
  /** While true it answers nothing but 503. */
  away: boolean
  close(): Promise<void>
}

export const audience = 'urn:seriema'

/** A real OpenID provider, for one client that lives at `api` and one dashboard. Tokens last `lasts` seconds. */
export async function startOpenId(api: string, dashboard: string, lasts = 3_600): Promise<OpenId> {
  const people = new Map<string, Person>()
  let requests: Record<string, number> = {}
  let away = false
  let handle: RequestListener = () => {}
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!
    requests[path] = (requests[path] ?? 0) + 1
    if (away) return void response.writeHead(503).end()
    handle(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let key: { readonly secret: CryptoKey; readonly open: JWK }
  let keys = 0

  const rotate = async () => {
    const pair = await generateKeyPair('RS256', { extractable: true })
    const named = { kid: `key-${++keys}`, alg: 'RS256', use: 'sig' }
    key = { secret: pair.privateKey, open: { ...(await exportJWK(pair.publicKey)), ...named } }
    const provider = new Provider(issuer, {
      jwks: { keys: [{ ...(await exportJWK(pair.privateKey)), ...named }] },
      clients: [
        {
          client_id: 'seriema',
          client_secret: 'a-secret-of-the-client',
          redirect_uris: [`${api}/auth/callback`],
          post_logout_redirect_uris: [`${dashboard}/`],
          grant_types: ['authorization_code', 'refresh_token'],
          backchannel_logout_uri: `${api}/auth/backchannel-logout`,
          backchannel_logout_session_required: true,
        },
        {
          client_id: 'robot',
          client_secret: 'a-secret-of-the-robot',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
      cookies: { keys: ['signs-cookies-of-the-provider'] },
      claims: { openid: ['sub', 'name', 'roles', 'groups'] },
      conformIdTokenClaims: false,
      // By itself it calls no address of this machine, where all of its clients are.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
      features: {
        backchannelLogout: { enabled: true },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: (_ctx, client) => (client.clientId === 'robot' ? audience : []),
          getResourceServerInfo: () => ({
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
      extraTokenClaims: (_ctx, token) =>
        token.kind === 'ClientCredentials' ? { roles: ['plant-senders'] } : undefined,
      findAccount: (_ctx, id) => ({
        accountId: id,
        claims: () => ({ sub: id, ...people.get(id) }),
      }),
      // Nobody is asked for consent.
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({
          accountId: ctx.oidc.session!.accountId!,
          clientId: ctx.oidc.client!.clientId,
        })
        grant.addOIDCScope('openid profile email offline_access')
        await grant.save()
        return grant
      },
      issueRefreshToken: () => true,
      rotateRefreshToken: true,
      ttl: {
        AccessToken: lasts,
        IdToken: lasts,
        ClientCredentials: lasts,
        Session: 86_400,
        Grant: 86_400,
        Interaction: 600,
      },
    })
    handle = provider.callback()
  }
  await rotate()

  return {
    issuer,
    settings: { issuer, clientId: 'seriema', clientSecret: 'a-secret-of-the-client', audience: [audience] },
    people,
    publicKey: () => key.open,
    sign: (claims = {}, header = {}, exp = Math.floor(Date.now() / 1_000) + 300) =>
      new SignJWT({ iss: issuer, aud: audience, sub: 'ana', roles: ['plant-admins'], exp, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: key.open.kid!, ...header })
        .setIssuedAt((claims as { readonly iat?: number }).iat)
        .sign(key.secret),
    rotate,
    async tokenFor(program) {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${program}:a-secret-of-the-${program}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      })
      return ((await response.json()) as { access_token: string }).access_token
    },
    asked() {
      const before = requests
      requests = {}
      return before
    },
    get away() {
      return away
    },
    set away(yes) {
      away = yes
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
