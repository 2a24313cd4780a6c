import type { Scope } from '@seriema/domain/role'
import { toArchive, type VersionChannel } from '@seriema/domain/version'
import type { TrainedVersion } from '@seriema/ml/contract/trainable'
import type { Artifacts } from '../../artifacts/artifacts.ts'
import { trainingProgressed } from '../../events/kinds/training.ts'
import { announce } from '../../events/log.ts'
import { type Db, transaction } from '../../store/database.ts'
import type { TrainedModel } from '../../store/training/subject.ts'
import {
  insertVersion,
  lockVersions,
  type NewVersion,
  nextVersionNumber,
  versionOfFingerprint,
} from '../../store/version/register.ts'
import { archiveVersions, liveVersionsOf } from '../../store/version.ts'
import { throughOutage } from '../through-outage.ts'
import type { Course, CourseApp } from './course.ts'
import { holdSpeaker, letSpeak } from './let-speak.ts'

export interface Registration {
  readonly model: TrainedModel
  readonly scope: Scope
  readonly fingerprint: string
  readonly dataHash: string
  readonly channels: readonly VersionChannel[]
  readonly trained: TrainedVersion
  readonly warnings: readonly string[]
}

export type RegisterApp = CourseApp & { readonly artifacts: Artifacts }

/**
 * In one transaction: the file is kept, the version gets its number, older ones are archived, the training is completed,
 * and all of it announced.
 */
export const register = (app: RegisterApp, course: Course, made: Registration): Promise<void> =>
  throughOutage(
    () =>
      transaction(app.db, async tx => {
        const { model, scope, fingerprint, trained, warnings } = made
        // Before any lock: it may be sent far.
        const artifact = await keep(app, tx, trained.artifact)
        await holdSpeaker(tx, model)
        const versionId = await addVersion(tx, app.clock(), {
          scope,
          fingerprint,
          row: {
            modelId: model.id,
            role: model.role,
            kind: model.kind,
            settings: model.settings,
            recipe: model.recipe,
            origin: 'trained',
            dataHash: made.dataHash,
            createdAt: app.clock(),
            createdBy: null,
            points: trained.points,
            dataFrom: trained.from,
            dataTo: trained.to,
            channels: made.channels,
            statistics: trained.statistics,
            metrics: trained.metrics,
            losses: trained.losses,
            bestEpoch: trained.bestEpoch,
            took: app.clock() - course.startedAt,
            lookback: trained.lookback,
            horizon: trained.horizon,
            sample: trained.sample,
          },
          artifact,
        })
        await course.enterIn(tx, 'completed', { versionId, losses: trained.losses, warnings })
        const news = await letSpeak(tx, model, versionId, app.clock())
        await announce(tx, [trainingProgressed(model.seriesId, course.id), ...news], app.clock())
      }),
    course.signal,
  )

/** Ends a training in a version that was there already. */
export const complete = (app: CourseApp, course: Course, model: TrainedModel, versionId: number): Promise<void> =>
  throughOutage(
    () =>
      transaction(app.db, async tx => {
        await holdSpeaker(tx, model)
        await course.enterIn(tx, 'completed', { versionId })
        const news = await letSpeak(tx, model, versionId, app.clock())
        await announce(tx, [trainingProgressed(model.seriesId, course.id), ...news], app.clock())
      }),
    course.signal,
  )

export interface Addition {
  readonly scope: Scope
  readonly fingerprint: string
  readonly row: Omit<NewVersion, 'number' | 'fingerprint' | 'artifact' | 'artifactBytes'>
  readonly artifact: KeptArtifact
}

/** A file that is kept in a transaction. */
export interface KeptArtifact {
  readonly hash: string
  readonly bytes: number
}

/** Throws UNAVAILABLE. */
export const keep = async (
  { artifacts }: Pick<RegisterApp, 'artifacts'>,
  tx: Db,
  content: Uint8Array,
): Promise<KeptArtifact> => ({ hash: await artifacts.put(tx, content), bytes: content.byteLength })

/** The number in the store of the version, or of the one made of the same before. `now`: epoch milliseconds. */
export async function addVersion(tx: Db, now: number, made: Addition): Promise<number> {
  const { scope, fingerprint, row, artifact } = made
  await lockVersions(tx, scope)
  const same = await versionOfFingerprint(tx, scope, fingerprint)
  if (same !== null) return same
  const number = await nextVersionNumber(tx, scope)
  const added = await insertVersion(tx, scope, {
    ...row,
    number,
    fingerprint,
    artifact: artifact.hash,
    artifactBytes: artifact.bytes,
  })
  const old = toArchive(await liveVersionsOf(tx, scope))
  await archiveVersions(
    tx,
    old.map(({ id }) => id),
    now,
  )
  return added
}
