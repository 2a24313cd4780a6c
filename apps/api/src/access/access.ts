import type { IncomingMessage } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import type { Audit } from '../audit/audit.ts'
import { somebodyAt } from '../audit/entry.ts'
import type { Core } from '../core.ts'
import { validHandles } from '../store/api-key.ts'
import { anyone, type Caller } from './caller.ts'
import { type Credential, credentialOf, credentialOfParameters } from './credentials.ts'
import { createKeys, type Keys } from './keys.ts'

/** Who asks, and whether they still may. */
export interface Access {
  /** Whether anybody is asked who they are. */
  readonly on: boolean
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

export function createAccess(
  core: Pick<Core, 'config' | 'db' | 'clock' | 'log'> & { readonly audit: Pick<Audit, 'refused'> },
): Access {
  const { config, db, clock, audit } = core
  const on = config.access === 'on'
  const keys = createKeys(core)
  const recognisers: Partial<Record<Credential['kind'], Recognise>> = { key: keys.recognise }

  const recognise = async (credential: Credential | null, address: string): Promise<Caller> => {
    if (credential === null)
      throw new Fault('UNAUTHENTICATED', 'say who you are: send an API key as X-API-Key, or a token as Authorization')
    const caller = await recognisers[credential.kind]?.(credential.text, address)
    if (caller == null) throw new Fault('UNAUTHENTICATED', `this ${credential.kind} is not valid (any more)`)
    return caller
  }

  /** Whom it does not let in, the audit is told of. */
  const orTell = async (operation: string, address: string, work: () => Promise<Caller>): Promise<Caller> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Fault) audit.refused(somebodyAt(address), operation, error)
      throw error
    }
  }

  const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? ''

  return {
    on,
    keys,
    async identify(request) {
      const address = addressOf(request)
      if (!on) return anyone(address)
      const operation = `${request.method} ${pathOf(request)}`
      return orTell(operation, address, () => recognise(credentialOf(request.headers, false), address))
    },
    async identifySocket(request, parameters) {
      const address = addressOf(request)
      if (!on) return anyone(address)
      return orTell('WebSocket', address, () =>
        recognise(credentialOfParameters(parameters) ?? credentialOf(request.headers, false), address),
      )
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

/** The first part of what is asked for: what follows may be anything. */
const pathOf = ({ url }: IncomingMessage): string => /^\/[\w-]*/.exec(url ?? '')?.[0] ?? '/'
