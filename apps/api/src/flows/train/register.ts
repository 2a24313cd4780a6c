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

export interface Registration {
  readonly model: TrainedModel
  readonly scope: Scope
  /** That the artifact says of itself. */
  readonly number: number
  readonly fingerprint: string
  readonly dataHash: string
  readonly channels: readonly VersionChannel[]
  readonly trained: TrainedVersion
  readonly warnings: readonly string[]
}

export type RegisterApp = CourseApp & { readonly artifacts: Artifacts }

/**
 * In one transaction: the file is kept, the version gets its number, older ones are archived, the training is completed,
 * and all of it announced. Throws `numberTaken`.
 */
export const register = (app: RegisterApp, course: Course, made: Registration): Promise<void> =>
  throughOutage(
    () =>
      transaction(app.db, async tx => {
        const { model, scope, number, fingerprint, trained, warnings } = made
        const versionId = await addVersion(app, tx, {
          scope,
          number,
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
          artifact: trained.artifact,
        })
        await course.enterIn(tx, 'completed', { versionId, losses: trained.losses, warnings })
        await announce(tx, [trainingProgressed(model.seriesId, course.id)], app.clock())
      }),
    course.signal,
  )

/** Ends a training in a version that was there already. */
export const complete = (course: Course, versionId: number): Promise<void> => course.enter('completed', { versionId })

/** Another version became what the file says it is: it is to be made anew, from its checkpoint. */
export const numberTaken = new Error('another version got the number of this one meanwhile')

export interface Addition {
  readonly scope: Scope
  /** null: the next, whatever it is. */
  readonly number: number | null
  readonly fingerprint: string
  readonly row: Omit<NewVersion, 'number' | 'fingerprint' | 'artifact' | 'artifactBytes'>
  readonly artifact: Uint8Array
}

/** The number in the store of the version, or of the one made of the same before. Throws `numberTaken`. */
export async function addVersion(app: RegisterApp, tx: Db, made: Addition): Promise<number> {
  const { scope, fingerprint, row, artifact } = made
  // Before the lock: it may be sent far.
  const hash = await app.artifacts.put(tx, artifact)
  await lockVersions(tx, scope)
  const same = await versionOfFingerprint(tx, scope, fingerprint)
  if (same !== null) return same
  const number = await nextVersionNumber(tx, scope)
  if (made.number !== null && number !== made.number) throw numberTaken
  const added = await insertVersion(tx, scope, {
    ...row,
    number,
    fingerprint,
    artifact: hash,
    artifactBytes: artifact.byteLength,
  })
  const old = toArchive(await liveVersionsOf(tx, scope))
  await archiveVersions(
    tx,
    old.map(({ id }) => id),
    app.clock(),
  )
  return added
}
