import type { Grant } from '@seriema/domain/access'
import { type Claims, grantsOf, nameOf, saysRoles } from '@seriema/domain/access/claims'
import { Fault } from '@seriema/domain/fault'
import * as client from 'openid-client'
import type { Core } from '../core.ts'
import { clockSkew, type Issuer, type IssuerMetadata } from './issuer.ts'
import { claimMapping } from './token.ts'

/** What a sign-in keeps of the provider's answer: never shown, and stored sealed. */
export interface Tokens {
  readonly refresh: string | null
  /** The last ID token, by which the provider knows whom to sign out. */
  readonly id: string | null
}

/** Whom the provider vouches for, and until when (epoch milliseconds). */
export interface Identity {
  readonly subject: string
  readonly name: string
  /** What the provider calls its own session; null where it does not say. */
  readonly sid: string | null
  readonly grants: readonly Grant[]
  readonly claimsUntil: number
  readonly tokens: Tokens
}

/** What a browser holds between being sent to the provider and coming back. */
export interface Pending {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

type Answer = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers

/** Milliseconds for which claims are taken at least: a provider is not asked more often. */
const heldAtLeast = 60_000
/** Seconds the provider may take to answer. */
const patience = 5

/** People sign in by the code flow with PKCE at the issuer, as the client that SERIEMA_OIDC_CLIENT_ID names. */
export function createProvider(issuer: Issuer, clientId: string, core: Pick<Core, 'config' | 'clock' | 'log'>) {
  const { config, clock, log } = core
  const { clientSecret, scopes } = config.oidc
  const mapping = claimMapping(config)

  const configured = async (): Promise<client.Configuration> => {
    const said = await issuer.metadata()
    const auth = clientSecret === null ? client.None() : authentication(said, clientSecret)
    const made = new client.Configuration(
      said as client.ServerMetadata,
      clientId,
      { [client.clockTolerance]: clockSkew },
      auth,
    )
    made.timeout = patience
    if (said.issuer.startsWith('http:')) client.allowInsecureRequests(made)
    return made
  }

  /** Who they are by an ID token whose signature holds, and by what the provider says besides where that has no roles. */
  const identify = async (asked: client.Configuration, answer: Answer, before: Tokens | null): Promise<Identity> => {
    const token = answer.id_token ?? before?.id
    if (token == null) throw new Fault('UNAUTHENTICATED', 'the OpenID provider did not say who signed in')
    // One that was kept was verified when it came, and has expired since.
    const own: Claims = answer.id_token === undefined ? decoded(token) : await issuer.verify(token, [clientId])
    const subject = own.sub as string
    const ask = !saysRoles(own, mapping) && asked.serverMetadata().userinfo_endpoint !== undefined
    const claims = ask ? { ...own, ...(await client.fetchUserInfo(asked, answer.access_token, subject)) } : own
    const until = answer.id_token === undefined ? clock() + (answer.expiresIn() ?? 0) * 1_000 : Number(own.exp) * 1_000
    return {
      subject,
      name: nameOf(claims),
      sid: typeof own.sid === 'string' ? own.sid : null,
      grants: grantsOf(claims, mapping),
      claimsUntil: Math.max(until, clock() + heldAtLeast),
      tokens: { refresh: answer.refresh_token ?? before?.refresh ?? null, id: token },
    }
  }

  return {
    /** Where to send a browser, and what it is to come back with. Throws UNAVAILABLE. */
    async begin(redirectUri: string): Promise<{ readonly goTo: URL; readonly pending: Pending }> {
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const goTo = client.buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      })
      return { goTo, pending }
    },
    /** Whom a browser that came back to `address` is. Throws UNAUTHENTICATED, ACCESS_DENIED, UNAVAILABLE. */
    async finish(address: URL, { state, nonce, verifier }: Pending): Promise<Identity> {
      const asked = await configured()
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
      try {
        const answer = await client.authorizationCodeGrant(asked, address, checks)
        const identity = await identify(asked, answer, null)
        if (identity.grants.length > 0) return identity
        const { subject, name } = identity
        throw new Fault('ACCESS_DENIED', 'nothing is granted to whom signed in', { subject, name })
      } catch (error) {
        throw explained(error)
      }
    },
    /** The same with what a session holds; null where the provider does not vouch for them any more. Throws UNAVAILABLE. */
    async renew(tokens: Tokens, subject: string): Promise<Identity | null> {
      const asked = await configured()
      try {
        const answer = await client.refreshTokenGrant(asked, tokens.refresh!)
        const identity = await identify(asked, answer, tokens)
        return identity.subject === subject && identity.grants.length > 0 ? identity : null
      } catch (error) {
        const fault = explained(error)
        if (fault.code === 'UNAVAILABLE') throw fault
        return null
      }
    },
    /** Where to send a browser so that the provider signs out, too; null where it has no such place. Throws UNAVAILABLE. */
    async goodbye({ id }: Pick<Tokens, 'id'>, returnTo: string): Promise<string | null> {
      const asked = await configured()
      if (asked.serverMetadata().end_session_endpoint === undefined) return null
      const hint = id === null ? {} : { id_token_hint: id }
      return client.buildEndSessionUrl(asked, { ...hint, post_logout_redirect_uri: returnTo }).href
    },
  }

  /** What went wrong as a Fault. The log is told the kind of it alone: what came holds codes and tokens. */
  function explained(error: unknown): Fault {
    if (error instanceof Fault) return error
    const { code, error: said, status } = error as { code?: unknown; error?: unknown; status?: unknown }
    const away = error instanceof TypeError || noAnswer.has(code) || (typeof status === 'number' && status >= 500)
    log.warn({ code, said, status }, 'a sign-in by the OpenID provider came to nothing')
    if (away) return new Fault('UNAVAILABLE', 'the OpenID provider cannot be asked at the moment: try again')
    return new Fault('UNAUTHENTICATED', 'the OpenID provider did not vouch for whom signed in')
  }
}

/** What a provider, or what stands before it, says when it cannot say anything. */
const noAnswer: ReadonlySet<unknown> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
])

export type Provider = ReturnType<typeof createProvider>

/** As the provider wants it; what all must know goes first. */
const authentication = ({ token_endpoint_auth_methods_supported: known }: IssuerMetadata, secret: string) =>
  known === undefined || known.includes('client_secret_basic')
    ? client.ClientSecretBasic(secret)
    : client.ClientSecretPost(secret)

const decoded = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims
