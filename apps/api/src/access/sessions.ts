import { createHash, randomBytes } from 'node:crypto'
import type { Grant } from '@seriema/domain/access'
import { Fault } from '@seriema/domain/fault'
import { LRUCache } from 'lru-cache'
import type { Core } from '../core.ts'
import { isValid } from '../store/api-key.ts'
import {
  deleteEndedSessions,
  deleteSession,
  deleteSessionsOf,
  findSessionByHash,
  findSessions,
  insertSession,
  type KeyedSession,
  type Session,
  type SignedOut,
  touchSessions,
} from '../store/session.ts'
import type { Caller } from './caller.ts'
import { isSecretOf, keyHash } from './keys.ts'
import type { Identity } from './provider.ts'
import type { Safe } from './secret.ts'
import { createRenewals, type Renew } from './sessions/renewals.ts'

/** Milliseconds after which a session ends that nobody used, and one that was always in use. */
export const [idleAtMost, lastsAtMost] = [12 * 3_600_000, 7 * 86_400_000]
/** Milliseconds a session that was found good is not looked up again. */
const remembered = 1_000

const hashOf = (text: string): Uint8Array => createHash('sha256').update(text).digest()

/** Browsers in which somebody is signed in, by the cookie that each was given. `renew` asks the provider again. */
export function createSessions(core: Pick<Core, 'db' | 'clock' | 'log'>, safe: Safe, renew: Renew | null) {
  const { db, clock, log } = core
  const known = new LRUCache<string, KeyedSession>({ max: 10_000, ttl: remembered })
  const renewals = createRenewals(core, safe, renew)

  const open = async (
    who: Pick<Session, 'subject' | 'name' | 'grants'> & Partial<Session>,
    former: string | null,
  ): Promise<string> => {
    const [secret, now] = [randomBytes(32).toString('base64url'), clock()]
    // Whoever had put the former one there, and knows it, has no part in what is opened now.
    if (former !== null) await close(former)
    await deleteEndedSessions(db, now, now - idleAtMost)
    await insertSession(db, {
      ...who,
      hash: hashOf(secret),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + lastsAtMost,
    })
    return secret
  }

  const close = async (secret: string): Promise<Session | null> => {
    const hash = hashOf(secret)
    known.delete(Buffer.from(hash).toString('base64'))
    return deleteSession(db, hash)
  }

  const hasEnded = ({ session, key }: KeyedSession): boolean => {
    const now = clock()
    if (session.expiresAt <= now || session.lastSeenAt + idleAtMost <= now) return true
    if (session.keyHandle === null) return false
    return key === null || !isValid(key, now) || !isSecretOf(key, session.keyHash!, now)
  }

  /** The same session with claims that hold now; null where it has ended. Throws UNAVAILABLE. */
  const current = async (found: KeyedSession): Promise<KeyedSession | null> => {
    if (hasEnded(found)) return null
    const session = await renewals.uptodate(found.session)
    return session === null ? null : { ...found, session }
  }

  return {
    /** Signs in whom the provider vouches for; `former` is what the browser's cookie held. Returns what it is to hold. */
    openFor: ({ tokens, ...who }: Identity, former: string | null): Promise<string> =>
      open({ ...who, tokens: safe.seal(JSON.stringify(tokens)) }, former),
    /** The same by a key that was recognised. */
    openByKey: ({ id, name, grants }: Caller, text: string, former: string | null): Promise<string> =>
      open({ subject: id, name, grants, keyHandle: id, keyHash: keyHash(text) }, former),
    /** Ends a session at once here, within a second everywhere; its sockets end within seconds. */
    close,
    /** The same for whom the provider has signed out; returns what has ended. */
    async closeFor(signedOut: SignedOut): Promise<readonly Session[]> {
      const ended = await deleteSessionsOf(db, signedOut)
      for (const { hash } of ended) known.delete(Buffer.from(hash).toString('base64'))
      return ended
    },
    /** Whose session this is; null where it is nobody's, or has ended. Throws UNAVAILABLE. */
    async recognise(secret: string, address: string): Promise<Caller | null> {
      const hash = hashOf(secret)
      const place = Buffer.from(hash).toString('base64')
      const held = known.get(place)
      const found = held ?? (await findSessionByHash(db, hash))
      const now = found === null ? null : await current(found)
      if (now === null) {
        if (found !== null) await close(secret)
        return null
      }
      // Not again for one that is held: it would be held for as long as somebody asks.
      if (now.session !== held?.session) known.set(place, now)
      noteUse([now.session])
      return callerOf(now, address)
    },
    /** Of these, the ones whose session has ended, or grants other than it did. That they ask counts as use. */
    async ended(callers: readonly Caller[]): Promise<ReadonlySet<Caller>> {
      const ids = [...new Set(callers.flatMap(({ session }) => session ?? []))]
      if (ids.length === 0) return new Set()
      const found = new Map((await findSessions(db, ids)).map(one => [one.session.id, one]))
      const good = new Map<number, readonly Grant[]>()
      for (const one of found.values()) {
        const now = await current(one).catch(error => {
          if (error instanceof Fault) return null
          throw error
        })
        if (now !== null) good.set(now.session.id, grantsNow(now))
      }
      noteUse([...found.values()].map(({ session }) => session))
      return new Set(
        callers.filter(({ session, grants }) => session !== undefined && !isSame(good.get(session), grants)),
      )
    },
  }

  function noteUse(sessions: readonly Session[]): void {
    const now = clock()
    const ids = sessions.filter(({ lastSeenAt }) => lastSeenAt < now - 60_000).map(({ id }) => id)
    if (ids.length === 0) return
    touchSessions(db, ids, now).catch(err => log.warn({ err }, 'the use of a session could not be noted'))
  }
}

export type Sessions = ReturnType<typeof createSessions>

const grantsNow = ({ session, key }: KeyedSession): readonly Grant[] => key?.grants ?? session.grants

const isSame = (one: readonly Grant[] | undefined, other: readonly Grant[]): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other)

const callerOf = (found: KeyedSession, address: string): Caller => ({
  kind: 'session',
  id: found.session.subject,
  name: found.key?.name ?? found.session.name,
  grants: grantsNow(found),
  expiresAt: Math.min(found.session.expiresAt, found.key?.expiresAt ?? Number.POSITIVE_INFINITY),
  session: found.session.id,
  address,
})
