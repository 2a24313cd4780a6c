import { type Grant, unrestricted } from '@seriema/domain/access'

/** How somebody was recognised. `anyone`: access is off, so nobody is asked. */
export type CallerKind = 'anyone' | 'key' | 'token' | 'session'

/** Who asks, as long as a request or a socket lasts. Nothing secret is in it. */
export interface Caller {
  readonly kind: CallerKind
  /** Unlike that of any other caller of its kind: the public part of a key, the subject of a token. */
  readonly id: string
  /** For people: the name of a key, or of a person. */
  readonly name: string
  readonly grants: readonly Grant[]
  /** Epoch milliseconds from when on it is not valid any more; null: until it is revoked. */
  readonly expiresAt: number | null
  /** The session it is signed in by, which ends before `expiresAt` where somebody signs out. */
  readonly session?: number
  /** Where it calls from. */
  readonly address: string
}

/** Who asks where access is off. */
export const anyone = (address: string): Caller => ({
  kind: 'anyone',
  id: 'anyone',
  name: 'anyone',
  grants: unrestricted,
  expiresAt: null,
  address,
})
