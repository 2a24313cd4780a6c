import { Fault } from '@seriema/domain/fault'
import { LRUCache } from 'lru-cache'
import type { Core } from '../core.ts'
import type { SignedOut } from '../store/session.ts'
import { clockSkew, type Issuer } from './issuer.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'
/** Characters of the longest that is looked at. */
const longest = 16_384
/** Milliseconds a token is good for at most, whatever it says, and is known again. */
const lasts = 600_000

/** Whom a logout token of the provider signs out. Throws INVALID_INPUT for what is none, and UNAVAILABLE. */
export type ReadLogout = (token: string) => Promise<SignedOut>

/**
 * Logout tokens as OpenID Connect Back-Channel Logout 1.0 has them. One is taken once in a process; shown to another it ends
 * no session that was begun after it was made.
 */
export function createReadLogout(
  issuer: Issuer,
  clientId: string,
  { clock, log }: Pick<Core, 'clock' | 'log'>,
): ReadLogout {
  const taken = new LRUCache<string, true>({ max: 10_000, ttl: lasts + 2_000 * clockSkew })

  const verified = async (token: string) => {
    if (token.length === 0 || token.length > longest) throw invalid
    try {
      return await issuer.verify(token, [clientId], ['iat', 'jti', 'events'])
    } catch (error) {
      if (error instanceof Fault) throw error
      log.info({ why: (error as { code?: unknown }).code }, 'a logout token was refused')
      throw invalid
    }
  }

  return async token => {
    const { sub, sid, iat, jti, events, nonce } = await verified(token)
    const made = iat! * 1_000
    const fresh = made > clock() - lasts - 1_000 * clockSkew && made <= clock() + 1_000 * clockSkew
    const [subject, session] = [sub, sid].map(name => (typeof name === 'string' && name !== '' ? name : null))
    // An ID token has a nonce and no such event: one of these can never be passed off as the other.
    if (!fresh || nonce !== undefined || !isLogout(events) || (subject === null && session === null)) throw invalid
    if (typeof jti !== 'string' || taken.has(jti)) throw invalid
    taken.set(jti, true)
    return { subject: subject!, sid: session!, until: made + 1_000 * clockSkew }
  }
}

const invalid = new Fault('INVALID_INPUT', 'this is no logout token of the OpenID provider that is good now')

const isLogout = (events: unknown): boolean =>
  typeof events === 'object' &&
  events !== null &&
  event in events &&
  typeof events[event] === 'object' &&
  events[event] !== null
