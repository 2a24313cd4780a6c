import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Grant, unrestricted } from '@seriema/domain/access'
import { isShown } from '@seriema/domain/access/shown-name'
import { Fault } from '@seriema/domain/fault'
import { LRUCache } from 'lru-cache'
import type { Core } from '../core.ts'
import {
  type ApiKey,
  findAdminKeys,
  findApiKeyByHandle,
  insertApiKey,
  isValid,
  requireApiKey,
  touchApiKey,
  updateApiKey,
} from '../store/api-key.ts'
import { transaction } from '../store/database.ts'
import { requireLimitedRole } from '../store/reach.ts'
import type { Caller } from './caller.ts'

/** A key just made or rotated, with what is shown once and never again. */
export interface IssuedKey {
  readonly key: ApiKey
  readonly secret: string
}

export interface KeyDraft {
  readonly name: string
  readonly grants: readonly Grant[]
  /** Epoch milliseconds; null: never. */
  readonly expiresAt: number | null
}

/** Milliseconds a key that was found good is not looked up again: a revoked one is refused that much later at most. */
const remembered = 1_000
/** Milliseconds a secret is still taken after it was rotated, unless said otherwise. */
export const overlap = 86_400_000
const longestOverlap = 30 * overlap
/** Milliseconds the key that the first start prints is good for. */
const firstKeyLasts = 86_400_000

/** Who makes the key of the first start. */
const ownName = 'the server'

/** Whose key it is, and until when it is taken where a rotation has replaced it. */
interface Recognised {
  readonly key: ApiKey
  readonly until: number | null
}

const written = /^srm_([a-z\d]{12})_([\w-]{43})$/
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const newHandle = () => Array.from(randomBytes(12), byte => letters[byte % 36]).join('')
const newSecret = () => randomBytes(32).toString('base64url')
const hashOf = (secret: string): Uint8Array => createHash('sha256').update(secret).digest()

/** Of a secret that was recognised: as a session by it remembers which it was. */
export const keyHash = (text: string): Uint8Array => hashOf(written.exec(text)?.[2] ?? '')

/** Whether a secret of this hash is one that the key is taken by at this instant. */
export const isSecretOf = (key: ApiKey, hash: Uint8Array, now: number): boolean =>
  Buffer.compare(hash, key.hash) === 0 ||
  (key.formerHash !== null && (key.formerUntil ?? 0) > now && Buffer.compare(hash, key.formerHash) === 0)

/** The same work is done where there is no such key, so that how long it took does not tell. */
const nobodys = { hash: hashOf(newSecret()), formerHash: null }

export function createKeys({ db, clock, log }: Pick<Core, 'db' | 'clock' | 'log'>) {
  const known = new LRUCache<string, Recognised>({ max: 10_000, ttl: remembered })

  const recognised = (key: ApiKey | null, secret: string): Recognised | null => {
    const hash = hashOf(secret)
    // Both are compared, whichever it is.
    const { hash: current, formerHash } = key ?? nobodys
    const isCurrent = timingSafeEqual(hash, current)
    const isFormer = timingSafeEqual(hash, formerHash ?? current)
    if (key === null) return null
    if (isCurrent) return { key, until: null }
    return isFormer && key.formerUntil !== null ? { key, until: key.formerUntil } : null
  }

  const lookUp = async (text: string): Promise<Recognised | null> => {
    const [, handle, secret] = written.exec(text) ?? []
    if (handle === undefined) return null
    return recognised(await findApiKeyByHandle(db, handle), secret!)
  }

  /** Throws LIMITED_ROLE_MISSING for grants that nothing could be read by. */
  const requireUsable = async (grants: readonly Grant[]): Promise<void> => {
    if (grants.some(({ only }) => only !== null)) await requireLimitedRole(db)
  }

  const issue = async ({ name, grants, expiresAt }: KeyDraft, createdBy: string): Promise<IssuedKey> => {
    await requireUsable(grants)
    const [handle, secret] = [newHandle(), newSecret()]
    const row = { handle, name, grants, hash: hashOf(secret), createdAt: clock(), createdBy, expiresAt }
    const key = await transaction(db, tx => insertApiKey(tx, row))
    return { key, secret: `srm_${handle}_${secret}` }
  }

  const renew = async (id: number, overlapFor: number, changes: Partial<KeyDraft> = {}): Promise<IssuedKey> => {
    const secret = newSecret()
    const key = await transaction(db, async tx => {
      const before = await requireApiKey(tx, id)
      const former = { formerHash: before.hash, formerUntil: clock() + overlapFor }
      return updateApiKey(tx, id, { ...changes, ...former, hash: hashOf(secret) })
    })
    known.clear()
    return { key, secret: `srm_${key.handle}_${secret}` }
  }

  return {
    /** Whose key this is; null where it is nobody's, or not taken any more. */
    async recognise(text: string, address: string): Promise<Caller | null> {
      const held = known.get(text)
      const recognition = held ?? (await lookUp(text))
      if (recognition === null) return null
      const { key, until } = recognition
      if (!isValid(key, clock()) || (until !== null && until <= clock())) return null
      if (held === undefined) {
        known.set(text, recognition)
        touchApiKey(db, key.id, clock()).catch(err => log.warn({ err }, 'the use of a key could not be noted'))
      }
      const { handle, name, grants, expiresAt } = key
      return { kind: 'key', id: handle, name, grants, expiresAt, address }
    },
    /** Throws LIMITED_ROLE_MISSING. */
    issue,
    /** Only what is named changes. Throws API_KEY_NOT_FOUND, LIMITED_ROLE_MISSING. */
    async change(id: number, changes: Partial<KeyDraft>): Promise<ApiKey> {
      await requireUsable(changes.grants ?? [])
      const key = await transaction(db, tx => updateApiKey(tx, id, changes))
      known.clear()
      return key
    },
    /** A new secret for the same key; the one before is taken for so many milliseconds more. Throws API_KEY_NOT_FOUND, INVALID_INPUT. */
    async rotate(id: number, overlapFor: number): Promise<IssuedKey> {
      if (!(overlapFor >= 0 && overlapFor <= longestOverlap))
        throw new Fault('INVALID_INPUT', `overlap has 0 to ${longestOverlap} milliseconds`)
      return renew(id, overlapFor)
    },
    /** From now on it is refused; its sockets end within seconds, in every process. Throws API_KEY_NOT_FOUND. */
    async revoke(id: number): Promise<ApiKey> {
      const key = await transaction(db, tx => updateApiKey(tx, id, { revokedAt: clock() }))
      known.clear()
      return key
    },
    /**
     * A key for whoever starts this for the first time; null where somebody may all already. One that was never used gets
     * another secret: a start that ended before it was shown, or whose words got lost, keeps nobody out.
     */
    async first(): Promise<IssuedKey | null> {
      const may = await findAdminKeys(db, clock())
      const unused = may.every(({ createdBy, lastUsedAt }) => createdBy === ownName && lastUsedAt === null)
      if (!unused) return null
      const expiresAt = clock() + firstKeyLasts
      const [before] = may
      if (before === undefined) return issue({ name: 'First start', grants: unrestricted, expiresAt }, ownName)
      // The former secret, too: another process may just have shown it.
      return renew(before.id, firstKeyLasts, { expiresAt })
    },
  }
}

export type Keys = ReturnType<typeof createKeys>

/** Throws INVALID_INPUT for a name that is none, or an end that is past. */
export function requireDraft({ name, expiresAt }: Pick<KeyDraft, 'name' | 'expiresAt'>, now: number): void {
  if (name.trim() === '' || name.length > 128)
    throw new Fault('INVALID_INPUT', 'the name of a key has 1 to 128 characters')
  if (!isShown(name))
    throw new Fault('INVALID_INPUT', 'the name of a key is one line, without characters that cannot be seen')
  if (expiresAt !== null && expiresAt <= now)
    throw new Fault('INVALID_INPUT', 'expiresAt lies in the past: the key would never be taken')
}
