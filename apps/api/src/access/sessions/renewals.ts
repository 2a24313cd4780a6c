import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '@seriema/domain/fault'
import type { Core } from '../../core.ts'
import { claimRenewal, deleteSession, findSessions, renewSession, type Session } from '../../store/session.ts'
import type { Identity, Tokens } from '../provider.ts'
import type { Safe } from '../secret.ts'

/** Asks the provider whether it still vouches for somebody; null: not any more. Throws UNAVAILABLE. */
export type Renew = (tokens: Tokens, subject: string) => Promise<Identity | null>

/** Milliseconds before claims expire at which they are asked for again, and those one process has for it. */
const [ahead, patience] = [30_000, 15_000]
/** Milliseconds that claims which have expired are taken while the provider does not answer: nobody is put out by that alone. */
const grace = 15 * 60_000

/** Keeps the claims of sessions true. However many requests come at once, in however many processes, one asks. */
export function createRenewals(
  { db, clock, log }: Pick<Core, 'db' | 'clock' | 'log'>,
  safe: Safe,
  renew: Renew | null,
) {
  const underWay = new Map<number, Promise<Session | null>>()

  const ask = async (session: Session, refresh: Renew, tokens: Tokens): Promise<Session | null> => {
    const now = clock()
    if (!(await claimRenewal(db, session, now, now + patience))) return another(session)
    const identity = await refresh(tokens, session.subject)
    if (identity === null) {
      log.info({ session: session.id }, 'the OpenID provider vouches for a session no more')
      await deleteSession(db, session.hash)
      return null
    }
    const { name, grants, claimsUntil } = identity
    return renewSession(db, session.id, {
      name,
      grants,
      claimsUntil,
      tokens: safe.seal(JSON.stringify(identity.tokens)),
    })
  }

  /** What another process makes of it. */
  const another = async (session: Session): Promise<Session | null> => {
    const until = performance.now() + patience
    while (performance.now() < until) {
      const [found] = await findSessions(db, [session.id])
      if (found === undefined) return null
      if (found.session.claimsUntil !== session.claimsUntil) return found.session
      if (session.claimsUntil! + grace > clock()) return session
      await pause(100)
    }
    throw new Fault('UNAVAILABLE', 'whoever vouches for people cannot be asked at the moment: try again')
  }

  return {
    /** The session, with claims that hold now; null where nobody vouches for them any more. Throws UNAVAILABLE. */
    async uptodate(session: Session): Promise<Session | null> {
      const { id, claimsUntil } = session
      if (claimsUntil === null || claimsUntil > clock() + ahead) return session
      const tokens = opened(session, safe)
      if (renew === null || tokens?.refresh == null) return claimsUntil > clock() ? session : null
      try {
        const asked = underWay.get(id) ?? ask(session, renew, tokens).finally(() => underWay.delete(id))
        underWay.set(id, asked)
        return await asked
      } catch (error) {
        if (error instanceof Fault && claimsUntil + grace > clock()) return session
        throw error
      }
    },
  }
}

/** What a session holds to ask again with; null where it holds none, or none that can be opened any more. */
export function opened({ tokens }: Pick<Session, 'tokens'>, safe: Safe): Tokens | null {
  const text = tokens === null ? null : safe.open(tokens)
  return text === null ? null : (JSON.parse(text) as Tokens)
}
