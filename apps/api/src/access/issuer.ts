import { Fault } from '@seriema/domain/fault'
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Core } from '../core.ts'

/** What an issuer says of itself, as far as it is used here; the rest is for `openid-client`. */
const metadata = z.looseObject({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.url().optional(),
  token_endpoint: z.url().optional(),
  userinfo_endpoint: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
export type IssuerMetadata = z.infer<typeof metadata>

/** Whoever SERIEMA_OIDC_ISSUER names. It is asked when first needed: a start waits for nobody. */
export interface Issuer {
  /** Throws UNAVAILABLE. */
  metadata(): Promise<IssuerMetadata>
  /**
   * What a token says that it signed for one of these audiences, now, and that has these claims. Throws UNAVAILABLE, or why
   * not as jose tells.
   */
  verify(token: string, audience: readonly string[], claims?: readonly string[]): Promise<JWTPayload>
}

/** Who holds a public key could make a token by any other kind: HMAC with it as the secret, or `none`. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Seconds by which clocks may differ. */
export const clockSkew = 60
/** Milliseconds: what the issuer may take to answer, until it is asked anew for what it said, and for keys it did not say. */
const [patience, staysTrue, keysAtMostEvery] = [5_000, 3_600_000, 5_000]
/** Characters of what it says of itself. */
const longest = 262_144

export function createIssuer(address: string, { clock, log }: Pick<Core, 'clock' | 'log'>): Issuer {
  const wellKnown = `${address.replace(/\/$/, '')}/.well-known/openid-configuration`
  const unavailable = (err: unknown): Fault => {
    log.warn({ err }, 'the OpenID provider cannot be asked')
    return new Fault('UNAVAILABLE', 'whoever vouches for people cannot be asked at the moment: try again')
  }
  let known: { readonly said: Promise<Described>; readonly until: number } | null = null

  const describe = async (): Promise<Described> => {
    try {
      const response = await fetch(wellKnown, { redirect: 'error', signal: AbortSignal.timeout(patience) })
      const text = await response.text()
      if (response.status !== 200 || text.length > longest) throw new Error(`it answered ${response.status}`)
      const said = metadata.parse(JSON.parse(text))
      const insecure = address.startsWith('https:') && !said.jwks_uri.startsWith('https:')
      if (insecure) throw new Error('it gives keys without TLS')
      if (said.issuer !== address) throw new Error(`it goes by the name ${said.issuer}, not ${address}`)
      const keys = createRemoteJWKSet(new URL(said.jwks_uri), {
        timeoutDuration: patience,
        cooldownDuration: keysAtMostEvery,
      })
      return { said, keys }
    } catch (error) {
      known = null
      throw unavailable(error)
    }
  }

  const described = (): Promise<Described> => {
    if (known === null || known.until <= clock()) known = { said: describe(), until: clock() + staysTrue }
    return known.said
  }

  return {
    metadata: async () => (await described()).said,
    async verify(token, audience, claims = ['sub', 'exp']) {
      const { keys } = await described()
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: address,
          audience: [...audience],
          algorithms,
          clockTolerance: clockSkew,
          currentDate: new Date(clock()),
          requiredClaims: [...claims],
        })
        return payload
      } catch (error) {
        throw isRefusal(error) ? error : unavailable(error)
      }
    },
  }
}

interface Described {
  readonly said: IssuerMetadata
  readonly keys: ReturnType<typeof createRemoteJWKSet>
}

/** Of jose those that say that the keys could not be had; all others of its errors are about the token. */
const aboutKeys = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'])
const isRefusal = (error: unknown): boolean => error instanceof errors.JOSEError && !aboutKeys.has(error.code)

/** null where no issuer is named. */
export const openIssuer = ({ config, ...core }: Pick<Core, 'clock' | 'log'> & { config: Config }): Issuer | null =>
  config.oidc.issuer === null ? null : createIssuer(config.oidc.issuer, core)
