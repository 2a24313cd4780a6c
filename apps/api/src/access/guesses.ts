import { createHash } from 'node:crypto'
import { Fault } from '@seriema/domain/fault'
import { LRUCache } from 'lru-cache'
import { createTurns } from '../concurrency/turns.ts'
import type { Limits } from '../config.ts'
import { networkOf } from './address.ts'
import type { Caller } from './caller.ts'
import type { Counters } from './counters.ts'
import type { Credential } from './credentials.ts'

/** Seconds within which wrong keys and tokens of an address are counted, and milliseconds one found wrong stays so. */
const window = 60
const wrongFor = 60_000
/** Milliseconds that one found good passes, however many wrong ones come from its address: it is still checked. */
const goodFor = 3_600_000

/**
 * Slows down who tries keys or tokens: an address that has shown so many wrong ones in a minute is refused further ones
 * before they are looked up. Whatever was found good from there before goes on, and the same wrong one shown again and again
 * counts once, so that neither a neighbour's guesses nor a forgotten program locks anybody out who is known.
 */
export function createGuesses(counters: Counters, { guessesPerAddress }: Pick<Limits, 'guessesPerAddress'>) {
  const wrong = counters.open('wrong-credentials', { most: guessesPerAddress, seconds: window })
  const refusal = 'this address has shown too many keys or tokens that are not valid'
  const good = new LRUCache<string, true>({ max: 10_000, ttl: goodFor })
  const bad = new LRUCache<string, true>({ max: 10_000, ttl: wrongFor })
  const turns = createTurns()

  /** Throws UNAUTHENTICATED for one that is not valid, TOO_MANY_REQUESTS for one too many. */
  return async function recognised(
    { kind, text }: Credential,
    address: string,
    recognise: () => Promise<Caller | null>,
  ): Promise<Caller> {
    const notValid = () => new Fault('UNAUTHENTICATED', `this ${kind} is not valid (any more)`)
    const shown = `${kind} ${networkOf(address)} ${text}`
    if (good.has(shown)) {
      const caller = await recognise()
      if (caller !== null) return caller
      good.delete(shown)
      throw notValid()
    }
    const digest = createHash('sha256').update(shown).digest('base64')
    // One after the other: those that come at once would all be looked up before the first is counted.
    const done = await turns.take([`${kind} ${networkOf(address)}`])
    try {
      await wrong.require(networkOf(address), refusal)
      if (bad.has(digest)) throw notValid()
      const caller = await recognise()
      if (caller !== null) {
        good.set(shown, true)
        return caller
      }
      bad.set(digest, true)
      await wrong.take(networkOf(address), refusal)
      throw notValid()
    } finally {
      done()
    }
  }
}
