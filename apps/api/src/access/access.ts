import type { IncomingMessage } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import type { Audit } from '../audit/audit.ts'
import { operationOf, somebodyAt } from '../audit/entry.ts'
import type { Core } from '../core.ts'
import { validHandles } from '../store/api-key.ts'
import { type Addresses, createAddresses } from './address.ts'
import { anyone, type Caller } from './caller.ts'
import type { Counters } from './counters.ts'
import { type Credential, credentialOf, credentialOfParameters, isSecure, showsNothing } from './credentials.ts'
import { createGuesses } from './guesses.ts'
import { openIssuer } from './issuer.ts'
import { createKeys, type Keys } from './keys.ts'
import { createPeople, type People } from './people.ts'
import { createTokens } from './token.ts'

/** Who asks, and whether they still may. */
export interface Access {
  /** Whether anybody is asked who they are. */
  readonly on: boolean
  readonly addresses: Addresses
  readonly keys: Keys
  /** How people sign in to the dashboard; null where access is off. */
  readonly people: People | null
  /** Who sends a request, by its headers. Throws UNAUTHENTICATED where they do not say, or cannot be believed. */
  identify(request: IncomingMessage): Promise<Caller>
  /** The same where nobody need say who they are: null where a request shows nothing. */
  identifyShown(request: IncomingMessage): Promise<Caller | null>
  /** The same of a key that somebody has typed. */
  identifyKey(request: IncomingMessage, key: string): Promise<Caller>
  /** The same of a WebSocket: what its first message says goes before what opened it. */
  identifySocket(request: IncomingMessage, parameters: unknown): Promise<Caller>
  /** Of these, the ones who are not valid any more. */
  ended(callers: readonly Caller[]): Promise<ReadonlySet<Caller>>
}

/** Recognises one kind of credential; null where it is nobody's. */
export type Recognise = (text: string, address: string) => Promise<Caller | null>

export function createAccess(
  core: Pick<Core, 'config' | 'db' | 'clock' | 'log'> & { readonly audit: Pick<Audit, 'refused'> },
  counters: Counters,
): Access {
  const { config, db, clock, audit } = core
  const on = config.access === 'on'
  const keys = createKeys(core)
  const issuer = on ? openIssuer(core) : null
  const people = on ? createPeople(core, issuer) : null
  const secure = isSecure(config)
  const recognised = createGuesses(counters, config.limits)
  const recognisers: Partial<Record<Credential['kind'], Recognise>> = {
    key: keys.recognise,
    ...(issuer && { token: createTokens(issuer, core).recognise }),
    ...(people && { session: people.sessions.recognise }),
  }

  const recognise = async (credential: Credential | null, address: string): Promise<Caller> => {
    if (credential === null)
      throw new Fault('UNAUTHENTICATED', 'say who you are: send an API key as X-API-Key, or a token as Authorization')
    return recognised(
      credential,
      address,
      async () => (await recognisers[credential.kind]?.(credential.text, address)) ?? null,
    )
  }

  const addresses = createAddresses(config)
  const addressOf = addresses.of

  /** Whom it does not let in, the audit is told of. */
  const orTell = async (operation: string, address: string, work: () => Promise<Caller>): Promise<Caller> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Fault) audit.refused(somebodyAt(address), operation, error)
      throw error
    }
  }

  const identify = async (request: IncomingMessage): Promise<Caller> => {
    const address = addressOf(request)
    if (!on) return anyone(address)
    return orTell(operationOf(request), address, () => recognise(credentialOf(request, secure), address))
  }

  return {
    on,
    addresses,
    keys,
    people,
    identify,
    identifyShown: async request => (on && showsNothing(request, secure) ? null : identify(request)),
    identifyKey: (request, text) => {
      const address = addressOf(request)
      return orTell('signIn', address, () => recognise({ kind: 'key', text }, address))
    },
    async identifySocket(request, parameters) {
      const address = addressOf(request)
      if (!on) return anyone(address)
      return orTell('WebSocket', address, () =>
        recognise(credentialOfParameters(parameters) ?? credentialOf(request, secure), address),
      )
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
