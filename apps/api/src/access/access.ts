import type { IncomingMessage } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import type { Core } from '../core.ts'
import { validHandles } from '../store/api-key.ts'
import { type Addresses, createAddresses } from './address.ts'
import { anyone, type Caller } from './caller.ts'
import type { Counters } from './counters.ts'
import { type Credential, credentialOf, credentialOfParameters } from './credentials.ts'
import { createGuesses } from './guesses.ts'
import { createKeys, type Keys } from './keys.ts'

/** Who asks, and whether they still may. */
export interface Access {
  /** Whether anybody is asked who they are. */
  readonly on: boolean
  readonly addresses: Addresses
  readonly keys: Keys
  /** Who sends a request, by its headers. Throws UNAUTHENTICATED where they do not say, or cannot be believed. */
  identify(request: IncomingMessage): Promise<Caller>
  /** The same of a WebSocket: what its first message says goes before what opened it. */
  identifySocket(request: IncomingMessage, parameters: unknown): Promise<Caller>
  /** Of these, the ones who are not valid any more. */
  ended(callers: readonly Caller[]): Promise<ReadonlySet<Caller>>
}

/** Recognises one kind of credential; null where it is nobody's. */
export type Recognise = (text: string, address: string) => Promise<Caller | null>

export function createAccess(core: Pick<Core, 'config' | 'db' | 'clock' | 'log'>, counters: Counters): Access {
  const { config, db, clock } = core
  const on = config.access === 'on'
  const keys = createKeys(core)
  const recognised = createGuesses(counters, config.limits)
  const recognisers: Partial<Record<Credential['kind'], Recognise>> = { key: keys.recognise }

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

  return {
    on,
    addresses,
    keys,
    async identify(request) {
      const address = addressOf(request)
      return on ? recognise(shownBy(request), address) : anyone(address)
    },
    async identifySocket(request, parameters) {
      const address = addressOf(request)
      if (!on) return anyone(address)
      return recognise(credentialOfParameters(parameters) ?? shownBy(request), address)
    },
    async ended(callers) {
      const now = clock()
      const handles = callers.filter(({ kind }) => kind === 'key').map(({ id }) => id)
      const valid = handles.length === 0 ? new Set<string>() : await validHandles(db, handles, now)
      return new Set(
        callers.filter(
          ({ kind, id, expiresAt }) => (expiresAt !== null && expiresAt <= now) || (kind === 'key' && !valid.has(id)),
        ),
      )
    },
  }
}

/** What a request shows. Two of a kind could be told apart in another way by whatever is in front. Throws UNAUTHENTICATED. */
function shownBy({ headers, headersDistinct }: IncomingMessage): Credential | null {
  for (const name of ['x-api-key', 'authorization'])
    if ((headersDistinct[name]?.length ?? 0) > 1) throw new Fault('UNAUTHENTICATED', `send ${name} once`)
  return credentialOf(headers, false)
}
