import type { Core } from '../core.ts'
import type { Session } from '../store/session.ts'
import type { Issuer } from './issuer.ts'
import { createReadLogout, type ReadLogout } from './logout.ts'
import { createProvider, type Pending, type Provider, type Tokens } from './provider.ts'
import { createSafe, readSecret } from './secret.ts'
import { opened } from './sessions/renewals.ts'
import { createSessions, type Sessions } from './sessions.ts'

/** A sign-in that is under way, and where it leads to. */
type UnderWay = Pending & { readonly returnTo: string }

/** How people sign in to the dashboard, and stay signed in. */
export interface People {
  readonly sessions: Sessions
  /** null: by API keys alone. */
  readonly provider: Provider | null
  /** Whom the provider signs out by what it sends; null where there is none. */
  readonly readLogout: ReadLogout | null
  /** What a browser holds while it is at the provider: only this server reads it, and for minutes only. */
  readonly pending: {
    seal(pending: UnderWay): string
    /** null for what is none, or too old. */
    open(text: string): UnderWay | null
  }
  /** What the provider gave for a session. */
  tokensOf(session: Session): Tokens | null
}

/** Milliseconds somebody may take at the provider. */
export const signInWithin = 600_000

/** Throws UNAVAILABLE where there is no secret to lock sessions with. */
export function createPeople(core: Pick<Core, 'config' | 'db' | 'clock' | 'log'>, issuer: Issuer | null): People {
  const { config, clock } = core
  const { clientId } = config.oidc
  const secret = readSecret(config)
  const [safe, pendingSafe] = [createSafe(secret, 'sessions'), createSafe(secret, 'sign-in')]
  const [provider, readLogout] =
    issuer === null || clientId === null
      ? [null, null]
      : [createProvider(issuer, clientId, core), createReadLogout(issuer, clientId, core)]
  return {
    sessions: createSessions(core, safe, provider?.renew ?? null),
    provider,
    readLogout,
    pending: {
      seal: pending =>
        Buffer.from(pendingSafe.seal(JSON.stringify({ ...pending, until: clock() + signInWithin }))).toString(
          'base64url',
        ),
      open(text) {
        const found = pendingSafe.open(Buffer.from(text, 'base64url'))
        if (found === null) return null
        const { until, ...pending } = JSON.parse(found) as UnderWay & { readonly until: number }
        return until > clock() ? pending : null
      },
    },
    tokensOf: session => opened(session, safe),
  }
}
