import type { IncomingMessage } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import type { Core } from '../core.ts'
import { validHandles } from '../store/api-key.ts'
import { anyone, type Caller } from './caller.ts'
import { type Credential, credentialOf, credentialOfParameters, isSecure } from './credentials.ts'
import { openIssuer } from './issuer.ts'
import { createKeys, type Keys } from './keys.ts'
import { createPeople, type People } from './people.ts'
import { createTokens } from './token.ts'

/** Who asks, and whether they still may. */
export interface Access {
  /** Whether anybody is asked who they are. */
  readonly on: boolean
  readonly keys: Keys
  /** How people sign in to the dashboard; null where access is off. */
  readonly people: People | null
  /** Who sends a request, by its headers. Throws UNAUTHENTICATED where they do not say, or cannot be believed. */
  identify(request: IncomingMessage): Promise<Caller>
  /** The same of a WebSocket: what its first message says goes before what opened it. */
  identifySocket(request: IncomingMessage, parameters: unknown): Promise<Caller>
  /** Of these, the ones who are not valid any more. */
  ended(callers: readonly Caller[]): Promise<ReadonlySet<Caller>>
}

/** Recognises one kind of credential; null where it is nobody's. */
export type Recognise = (text: string, address: string) => Promise<Caller | null>

export function createAccess(core: Pick<Core, 'config' | 'db' | 'clock' | 'log'>): Access {
  const { config, db, clock } = core
  const on = config.access === 'on'
  const keys = createKeys(core)
  const issuer = on ? openIssuer(core) : null
  const people = on ? createPeople(core, issuer) : null
  const secure = isSecure(config)
  const recognisers: Partial<Record<Credential['kind'], Recognise>> = {
    key: keys.recognise,
    ...(issuer && { token: createTokens(issuer, core).recognise }),
    ...(people && { session: people.sessions.recognise }),
  }

  const recognise = async (credential: Credential | null, address: string): Promise<Caller> => {
    if (credential === null)
      throw new Fault('UNAUTHENTICATED', 'say who you are: send an API key as X-API-Key, or a token as Authorization')
    const caller = await recognisers[credential.kind]?.(credential.text, address)
    if (caller == null) throw new Fault('UNAUTHENTICATED', `this ${credential.kind} is not valid (any more)`)
    return caller
  }

  const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? ''

  return {
    on,
    keys,
    people,
    async identify(request) {
      const address = addressOf(request)
      return on ? recognise(credentialOf(request.headers, secure), address) : anyone(address)
    },
    async identifySocket(request, parameters) {
      const address = addressOf(request)
      if (!on) return anyone(address)
      return recognise(credentialOfParameters(parameters) ?? credentialOf(request.headers, secure), address)
    },
    async ended(callers) {
      const now = clock()
      const handles = callers.filter(({ kind }) => kind === 'key').map(({ id }) => id)
      const valid = handles.length === 0 ? new Set<string>() : await validHandles(db, handles, now)
      const left = (await people?.sessions.ended(callers)) ?? new Set()
      const hasEnded = ({ kind, id, expiresAt }: Caller) =>
        (expiresAt !== null && expiresAt <= now) || (kind === 'key' && !valid.has(id))
      return new Set(callers.filter(caller => left.has(caller) || hasEnded(caller)))
    },
  }
}
