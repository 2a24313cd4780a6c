import { auto, kindSpeaks, type Slot, type Speaker, sameSpeaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import { belongs } from '@seriema/domain/group'
import type { Role, Scope } from '@seriema/domain/role'
import {
  defaultRolloutLimits,
  defineRolloutLimits,
  nextShare,
  type RolloutLimits,
  type RolloutLimitsDraft,
} from '@seriema/domain/rollout'
import { text } from '@seriema/domain/series'
import { versionName } from '@seriema/domain/version'
import { forecasters } from '@seriema/ml/models/registry'
import { detectors } from '@seriema/ml/scorers/registry'
import type { Core } from '../core.ts'
import { speakerChanged } from '../events/kinds/deployment.ts'
import { announce } from '../events/log.ts'
import type { Serving } from '../serving/serving.ts'
import { type Db, transaction } from '../store/database.ts'
import { assign, type DeploymentChange, heldIn, lastChange, type StoredDeployment } from '../store/deployment.ts'
import { findGroups, lockGroup } from '../store/group.ts'
import { lockSeriesByIds, type Series } from '../store/series.ts'
import { holdVersions, requireVersion, updateVersion } from '../store/version.ts'
import { carryOut } from './deploy/carry-out.ts'
import { holdScope, type ScopeDraft } from './model.ts'

type DeployApp = Pick<Core, 'db' | 'clock' | 'meters'> & { readonly serving: Pick<Serving, 'refresh'> }

interface Asked {
  readonly scope: ScopeDraft
  readonly role: Role
  readonly reason?: string | null | undefined
  /** Who decides it [nobody known]. */
  readonly by?: string | null
}

/** Who is to speak, as it arrives from outside: a version or a kind, exactly one of the two. */
export interface DeployDraft extends Asked {
  readonly slot?: Slot | null | undefined
  readonly versionId?: number | null | undefined
  readonly kind?: string | null | undefined
  /** Of a canary [of one that is tried already its own, else the first step of its limits]. */
  readonly share?: number | null | undefined
  /** Of a shadow or canary: what differs from what it has to keep within already. */
  readonly limits?: RolloutLimitsDraft | null | undefined
}

/** What a change came to; `change` is null where it was so already. */
export interface Deployed {
  readonly scope: Scope
  readonly change: DeploymentChange | null
}

/**
 * Lets a version or a kind speak, or be tried, for a series or a group: from the commit on, everywhere. Throws
 * SERIES_NOT_FOUND, GROUP_NOT_FOUND, INVALID_VERSION, MODEL_NOT_FOUND, INVALID_INPUT.
 */
export const deploy = (app: DeployApp, draft: DeployDraft): Promise<Deployed> =>
  inTurn(app, draft, async (tx, { scope, series }, reason) => {
    const { role } = draft
    const slot = draft.slot ?? 'active'
    const speaker = await speakerOf(tx, draft, scope, series)
    const held = await heldIn(tx, scope, role, slot)
    const limits = limitsOf(slot, draft.limits, held)
    const kept = held !== null && sameSpeaker(held.speaker, speaker) ? held.share : null
    const share = shareOf(slot, draft.share ?? kept, limits)
    return assign(
      tx,
      { scope, role, slot, speaker, share, ...(limits && { limits }), reason, ...byHand(draft) },
      app.clock(),
    )
  })

/**
 * Gives a canary its next share, or a shadow or a canary that has the last of them the place of whoever is active, however it
 * did. Throws SERIES_NOT_FOUND, GROUP_NOT_FOUND, INVALID_INPUT where nobody is tried out there.
 */
export const promote = (app: DeployApp, draft: Asked & { readonly slot: Slot }): Promise<Deployed> =>
  counted(app, 'promote', draft, async (tx, { scope }, reason) => {
    const { role, slot } = draft
    const tried = slot === 'active' ? null : await heldIn(tx, scope, role, slot)
    if (tried === null)
      throw new Fault('INVALID_INPUT', `nobody is tried out here as ${slot}: deploy a shadow or a canary first`)
    const share = slot === 'canary' ? nextShare(tried.limits ?? defaultRolloutLimits, tried.share) : 1
    const verdict = { action: 'promote', share, reason } as const
    const changes = await carryOut(tx, tried, verdict, { reason, ...byHand(draft) }, app.clock())
    await announce(tx, changes.slice(0, -1).map(speakerChanged), app.clock())
    return changes.at(-1) ?? null
  })

/** Ends what is tried, or leaves a role to the group or to what speaks for all. Throws SERIES_NOT_FOUND, GROUP_NOT_FOUND. */
export const endDeployment = (app: DeployApp, draft: Asked & { readonly slot: Slot }): Promise<Deployed> =>
  inTurn(app, draft, (tx, { scope }, reason) => {
    const { role, slot } = draft
    return assign(tx, { scope, role, slot, speaker: null, share: 1, reason, ...byHand(draft) }, app.clock())
  })

/**
 * Lets somebody speak again: the version named, else whoever did before the last change. A canary that is under way ends
 * with it. Throws SERIES_NOT_FOUND, GROUP_NOT_FOUND, INVALID_VERSION.
 */
export const rollBack = (
  app: DeployApp,
  draft: Asked & { readonly versionId?: number | null | undefined },
): Promise<Deployed> =>
  counted(app, 'roll-back', draft, async (tx, { scope, series }, reason) => {
    const { role, versionId } = draft
    const last = versionId == null ? await lastChange(tx, scope, role, 'active') : null
    if (versionId == null && last === null)
      throw new Fault('INVALID_VERSION', 'nobody spoke here before: name the version to go back to')
    const back = versionId ?? last?.from?.versionId
    const speaker = back == null ? (last?.from ?? null) : await speakerOf(tx, { role, versionId: back }, scope, series)
    const why = { scope, role, share: 1, reason, ...byHand(draft) }
    const ended = await assign(tx, { ...why, slot: 'canary', speaker: null }, app.clock())
    if (ended !== null) await announce(tx, [speakerChanged(ended)], app.clock())
    return assign(tx, { ...why, slot: 'active', speaker }, app.clock())
  })

const byHand = ({ by = null }: Pick<Asked, 'by'>) => ({ automatic: false, by }) as const

interface Place {
  readonly scope: Scope
  /** null where it is a group. */
  readonly series: Series | null
}

/** In turn, and counted where it changed anything. */
async function counted(
  app: DeployApp,
  action: 'promote' | 'roll-back',
  draft: Asked,
  work: Parameters<typeof inTurn>[2],
): Promise<Deployed> {
  const deployed = await inTurn(app, draft, work)
  if (deployed.change !== null) app.meters.counts.rollout(action, draft.role, byHand(draft).automatic)
  return deployed
}

/** Changes of one series or group come one after the other, each told with its commit. */
async function inTurn(
  app: DeployApp,
  { scope: draft, reason }: Asked,
  work: (tx: Db, place: Place, reason: string) => Promise<DeploymentChange | null>,
): Promise<Deployed> {
  const deployed = await transaction(app.db, async tx => {
    const scope = await holdScope(tx, draft)
    const place = await lockPlace(tx, scope)
    const change = await work(tx, place, text('reason', reason) ?? 'by hand')
    if (change !== null) await announce(tx, [speakerChanged(change)], app.clock())
    return { scope, change }
  })
  // This process is to speak so with its next answer.
  await app.serving.refresh()
  return deployed
}

async function lockPlace(tx: Db, scope: Scope): Promise<Place> {
  if ('groupId' in scope) {
    await lockGroup(tx, scope.groupId)
    return { scope, series: null }
  }
  const [series] = await lockSeriesByIds(tx, [scope.seriesId])
  return { scope, series: series ?? null }
}

/**
 * Who was named, once it is known to be able to speak there. Throws INVALID_VERSION, MODEL_NOT_FOUND, INVALID_INPUT.
 */
export async function speakerOf(
  tx: Db,
  { role, versionId, kind }: Pick<DeployDraft, 'role' | 'versionId' | 'kind'>,
  scope: Scope,
  series: Series | null,
): Promise<Speaker> {
  if ((versionId == null) === (kind == null))
    throw new Fault('INVALID_INPUT', 'name a version or a kind, exactly one of the two')
  if (versionId == null) return kindSpeaks(requireKind(role, kind!))
  await holdVersions(tx, [versionId])
  const version = await requireVersion(tx, versionId)
  const name = versionName(version.number)
  if (version.role !== role)
    throw new Fault('INVALID_INPUT', `${name} is made to ${version.role}: it cannot ${role}`, { role: version.role })
  if (!(await isFor(tx, version, scope, series)))
    throw new Fault('INVALID_INPUT', `${name} was made for another series or group: train one for this`)
  if (series !== null && version.channels.length !== series.channels.length)
    throw new Fault(
      'INVALID_INPUT',
      `${name} knows ${version.channels.length} channels, and ${series.key} has ${series.channels.length}`,
    )
  if (version.archivedAt !== null) await updateVersion(tx, versionId, { archivedAt: null })
  return { kind: version.kind, versionId }
}

/** Whether a version is of the series or group itself, or of a group that the series belongs to. */
export async function isFor(
  db: Db,
  { seriesId, groupId }: { readonly seriesId: number | null; readonly groupId: number | null },
  scope: Scope,
  series: Series | null,
): Promise<boolean> {
  if ('groupId' in scope) return scope.groupId === groupId
  if (groupId === null) return scope.seriesId === seriesId
  const [group] = await findGroups(db, [groupId])
  return group !== undefined && series !== null && belongs(group, series.attributes)
}

/** Throws MODEL_NOT_FOUND for a kind that cannot speak in the role by itself. */
function requireKind(role: Role, kind: string): string {
  const known = role === 'watch' ? detectors.map(one => one.kind) : [auto, ...forecasters.map(one => one.kind)]
  if (known.includes(kind)) return kind
  throw new Fault('MODEL_NOT_FOUND', `${kind} cannot ${role} by itself: ${known.join(', ')} can`, { kind })
}

/** null for who is active, and has none. */
function limitsOf(
  slot: Slot,
  draft: RolloutLimitsDraft | null | undefined,
  held: StoredDeployment | null,
): RolloutLimits | null {
  if (slot !== 'active') return defineRolloutLimits(draft ?? {}, held?.limits ?? defaultRolloutLimits)
  if (draft != null) throw new Fault('INVALID_INPUT', 'only a shadow or a canary has limits')
  return null
}

function shareOf(slot: Slot, share: number | null | undefined, limits: RolloutLimits | null): number {
  if (slot !== 'canary') {
    if (share != null && share !== 1) throw new Fault('INVALID_INPUT', 'only a canary has a share')
    return 1
  }
  const given = share ?? limits?.steps[0] ?? 1
  if (given > 0 && given <= 1) return given
  throw new Fault('INVALID_INPUT', 'a canary has a share above 0, and 1 at most, such as 0.05')
}
