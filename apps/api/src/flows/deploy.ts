import { auto, kindSpeaks, type Slot, type Speaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import { belongs } from '@seriema/domain/group'
import type { Role, Scope } from '@seriema/domain/role'
import { text } from '@seriema/domain/series'
import { versionName } from '@seriema/domain/version'
import { forecasters } from '@seriema/ml/models/registry'
import { detectors } from '@seriema/ml/scorers/registry'
import type { Core } from '../core.ts'
import { speakerChanged } from '../events/kinds/deployment.ts'
import { announce } from '../events/log.ts'
import type { Serving } from '../serving/serving.ts'
import { type Db, transaction } from '../store/database.ts'
import { assign, type DeploymentChange, lastChange } from '../store/deployment.ts'
import { findGroups, lockGroup } from '../store/group.ts'
import { lockSeriesByIds, type Series } from '../store/series.ts'
import { holdVersions, requireVersion, updateVersion } from '../store/version.ts'
import { resolveScope, type ScopeDraft } from './model.ts'

type DeployApp = Pick<Core, 'db' | 'clock'> & { readonly serving: Pick<Serving, 'refresh'> }

interface Asked {
  readonly scope: ScopeDraft
  readonly role: Role
  readonly reason?: string | null | undefined
}

/** Who is to speak, as it arrives from outside: a version or a kind, exactly one of the two. */
export interface DeployDraft extends Asked {
  readonly slot?: Slot | null | undefined
  readonly versionId?: number | null | undefined
  readonly kind?: string | null | undefined
  readonly share?: number | null | undefined
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
    const { role, slot, share: given } = draft
    const speaker = await speakerOf(tx, draft, scope, series)
    return assign(
      tx,
      { scope, role, slot: slot ?? 'active', speaker, share: shareOf(slot ?? 'active', given), reason, ...byHand },
      app.clock(),
    )
  })

/** Ends what is tried, or leaves a role to the group or to what speaks for all. Throws SERIES_NOT_FOUND, GROUP_NOT_FOUND. */
export const endDeployment = (app: DeployApp, draft: Asked & { readonly slot: Slot }): Promise<Deployed> =>
  inTurn(app, draft, (tx, { scope }, reason) => {
    const { role, slot } = draft
    return assign(tx, { scope, role, slot, speaker: null, share: 1, reason, ...byHand }, app.clock())
  })

/**
 * Lets somebody speak again: the version named, else whoever did before the last change. A canary that is under way ends
 * with it. Throws SERIES_NOT_FOUND, GROUP_NOT_FOUND, INVALID_VERSION.
 */
export const rollBack = (
  app: DeployApp,
  draft: Asked & { readonly versionId?: number | null | undefined },
): Promise<Deployed> =>
  inTurn(app, draft, async (tx, { scope, series }, reason) => {
    const { role, versionId } = draft
    const last = versionId == null ? await lastChange(tx, scope, role, 'active') : null
    if (versionId == null && last === null)
      throw new Fault('INVALID_VERSION', 'nobody spoke here before: name the version to go back to')
    const back = versionId ?? last?.from?.versionId
    const speaker = back == null ? (last?.from ?? null) : await speakerOf(tx, { role, versionId: back }, scope, series)
    const why = { scope, role, share: 1, reason, ...byHand }
    const ended = await assign(tx, { ...why, slot: 'canary', speaker: null }, app.clock())
    if (ended !== null) await announce(tx, [speakerChanged(ended)], app.clock())
    return assign(tx, { ...why, slot: 'active', speaker }, app.clock())
  })

const byHand = { automatic: false, by: null } as const

interface Place {
  readonly scope: Scope
  /** null where it is a group. */
  readonly series: Series | null
}

/** Changes of one series or group come one after the other, each told with its commit. */
async function inTurn(
  app: DeployApp,
  { scope: draft, reason }: Asked,
  work: (tx: Db, place: Place, reason: string) => Promise<DeploymentChange | null>,
): Promise<Deployed> {
  const deployed = await transaction(app.db, async tx => {
    const scope = await resolveScope(tx, draft)
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

async function speakerOf(
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
async function isFor(
  tx: Db,
  { seriesId, groupId }: { readonly seriesId: number | null; readonly groupId: number | null },
  scope: Scope,
  series: Series | null,
): Promise<boolean> {
  if ('groupId' in scope) return scope.groupId === groupId
  if (groupId === null) return scope.seriesId === seriesId
  const [group] = await findGroups(tx, [groupId])
  return group !== undefined && series !== null && belongs(group, series.attributes)
}

/** Throws MODEL_NOT_FOUND for a kind that cannot speak in the role by itself. */
function requireKind(role: Role, kind: string): string {
  const known = role === 'watch' ? detectors.map(one => one.kind) : [auto, ...forecasters.map(one => one.kind)]
  if (known.includes(kind)) return kind
  throw new Fault('MODEL_NOT_FOUND', `${kind} cannot ${role} by itself: ${known.join(', ')} can`, { kind })
}

function shareOf(slot: Slot, share: number | null | undefined): number {
  if (slot !== 'canary') {
    if (share != null && share !== 1) throw new Fault('INVALID_INPUT', 'only a canary has a share')
    return 1
  }
  if (share != null && share > 0 && share <= 1) return share
  throw new Fault('INVALID_INPUT', 'a canary has a share above 0, and 1 at most, such as 0.05')
}
