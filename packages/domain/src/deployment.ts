import type { Role } from './role.ts'

/**
 * Who speaks in a role: a kind that needs no training, or a version of a model, which has a kind too. In the role of
 * forecasting the kind `auto` is whoever the series' own backtest picks.
 */
export interface Speaker {
  readonly kind: string
  /** Number of the version in the store; null for a built-in kind. */
  readonly versionId: number | null
}

/**
 * `active` speaks; `canary` speaks for a share and is judged; `shadow` is asked beside them, without effect.
 */
export const slots = ['active', 'canary', 'shadow'] as const
export type Slot = (typeof slots)[number]

/** A speaker in a role of a series or a group. */
export interface Deployment {
  readonly role: Role
  readonly slot: Slot
  readonly speaker: Speaker
  /** Of a canary: the share of series of its group, or of points of its one series, that it speaks for, in (0, 1]; else 1. */
  readonly share: number
}

/** A deployment as it is stored. */
export interface HeldDeployment extends Deployment {
  readonly id: number
}

/** In the role of forecasting: whoever the series' own backtest picks. */
export const auto = 'auto'

/** A kind that speaks without a model. */
export const kindSpeaks = (kind: string): Speaker => ({ kind, versionId: null })

export const sameSpeaker = (a: Speaker, b: Speaker): boolean => a.kind === b.kind && a.versionId === b.versionId

/** Who speaks in a role, who is asked beside, and by which slot the speaker came to speak. */
export interface Routing {
  readonly speaker: Speaker
  readonly slot: 'active' | 'canary'
  readonly shadow: Speaker | null
}

/**
 * Own before group before built-in: `own` and `group` are the deployments of the role, and `builtIn` speaks where neither
 * has an active one. `bucket` is a stable place in [0, 1): a canary keeps what it has as its share grows.
 */
export function route(
  own: readonly Deployment[],
  group: readonly Deployment[],
  builtIn: Speaker,
  bucket: number,
): Routing {
  const from = inForce(own, group)
  const of = (slot: Slot) => from.find(one => one.slot === slot)
  const shadow = of('shadow')?.speaker ?? null
  const canary = of('canary')
  if (canary !== undefined && bucket < canary.share) return { speaker: canary.speaker, slot: 'canary', shadow }
  return { speaker: of('active')?.speaker ?? builtIn, slot: 'active', shadow }
}

/** A series with an active speaker of its own has nothing of its group; else each slot is its own, or that of the group. */
const inForce = <D extends Deployment>(own: readonly D[], group: readonly D[]): readonly D[] =>
  own.some(({ slot }) => slot === 'active')
    ? own
    : [...own, ...group.filter(one => !own.some(it => it.slot === one.slot))]

/** Somebody who is tried out on a series, and who is active there. */
export interface Trial {
  readonly deployment: HeldDeployment
  readonly active: Speaker
}

/**
 * Who is tried out on a series: shadow and canary. A canary is compared on all points of its series, and all series of its
 * group, whichever of them it speaks for yet: a small share of few is none, and a bad one is to go before it is given more.
 */
export function trialsOf(
  own: readonly HeldDeployment[],
  group: readonly HeldDeployment[],
  builtIn: Speaker,
): readonly Trial[] {
  const from = inForce(own, group)
  const active = from.find(({ slot }) => slot === 'active')?.speaker ?? builtIn
  return from.filter(({ slot }) => slot !== 'active').map(deployment => ({ deployment, active }))
}

/** The stable place of a name in [0, 1) (FNV-1a with the finaliser of MurmurHash3, so that names alike lie apart). */
export function bucketOf(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
