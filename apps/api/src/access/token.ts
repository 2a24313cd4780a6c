import { createHash } from 'node:crypto'
import { type ClaimMapping, type Claims, grantsOf, nameOf } from '@seriema/domain/access/claims'
import { Fault } from '@seriema/domain/fault'
import { LRUCache } from 'lru-cache'
import type { Config } from '../config.ts'
import type { Core } from '../core.ts'
import type { Caller } from './caller.ts'
import { clockSkew, type Issuer } from './issuer.ts'

/** Where the roles of people and programs stand, as configured. */
export const claimMapping = ({ oidc }: Pick<Config, 'oidc'>): ClaimMapping => ({
  claim: oidc.rolesClaim,
  rules: oidc.roles ?? [],
})

/** Milliseconds in which a token that was found good is not verified again. */
const remembered = 60_000

type Known = Omit<Caller, 'address'>

/**
 * Recognises access tokens (JWT) that the issuer made out for this server: `Caller` with what its claims are mapped to, or
 * null. Throws ACCESS_DENIED where the claims do not say all, and UNAVAILABLE where the issuer's keys cannot be had.
 */
export function createTokens(issuer: Issuer, { config, clock, log }: Pick<Core, 'config' | 'clock' | 'log'>) {
  const known = new LRUCache<string, Known>({ max: 10_000, ttl: remembered })
  const { audience, clientId } = config.oidc
  // Tokens of Azure AD v2 are made out for the id of the application itself.
  const wanted = audience.length > 0 ? audience : clientId === null ? [] : [clientId]
  const mapping = claimMapping(config)

  const read = async (text: string): Promise<Known | null> => {
    let claims: Claims
    try {
      claims = await issuer.verify(text, wanted)
    } catch (error) {
      if (error instanceof Fault) throw error
      log.debug({ why: (error as { code?: unknown }).code }, 'a token was refused')
      return null
    }
    const { sub, exp } = claims as { readonly sub: unknown; readonly exp: number }
    if (isOtherThanAccess(claims) || typeof sub !== 'string' || sub === '') return null
    const expiresAt = (exp + clockSkew) * 1_000
    return { kind: 'token', id: sub, name: nameOf(claims), grants: grantsOf(claims, mapping), expiresAt }
  }

  return {
    async recognise(text: string, address: string): Promise<Caller | null> {
      const digest = createHash('sha256').update(text).digest('base64')
      const held = known.get(digest)
      const found = held ?? (await read(text))
      if (found === null || found.expiresAt! <= clock()) return null
      if (held === undefined) known.set(digest, found)
      return { ...found, address }
    },
  }
}

/** An ID token says who signed in to whom, a logout token that somebody signed out: neither opens anything. */
const isOtherThanAccess = ({ nonce, at_hash, c_hash, events }: Claims): boolean =>
  [nonce, at_hash, c_hash, events].some(claim => claim !== undefined)
