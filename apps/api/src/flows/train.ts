import { Fault } from '@seriema/domain/fault'
import { type EpochLoss, mostAttempts } from '@seriema/domain/training'
import type { Member, TrainedVersion, TrainingAbout, TrainingRequest } from '@seriema/ml/contract/trainable'
import type { Artifacts } from '../artifacts/artifacts.ts'
import type { Core } from '../core.ts'
import { explained } from '../store/database.ts'
import { scopeOf } from '../store/scope.ts'
import { readCheckpoint } from '../store/training.ts'
import { versionOfFingerprint } from '../store/version/register.ts'
import { span } from '../telemetry/span.ts'
import { correlated } from '../telemetry/trace.ts'
import { collect } from './train/collect.ts'
import { type Course, noLongerOurs, takeUpTraining } from './train/course.ts'
import { complete, register } from './train/register.ts'

/** What a training needs of `ml`; where it runs is up to who gives it. */
export interface Numbers {
  /** SHA-256 of the data. */
  dataHash(members: readonly Member[]): string
  /** SHA-256 of data, kind, settings and recipe. */
  fingerprint(request: TrainingRequest): string
  /** Throws the signal's reason where it ends before its time, UNAVAILABLE where what it runs in is gone. */
  train(
    request: TrainingRequest,
    about: Pick<TrainingAbout, 'createdAt' | 'scope' | 'ofGroup'>,
    hooks: {
      readonly signal: AbortSignal
      readonly onPhase: Course['phase']
      readonly onEpoch: (loss: EpochLoss, epochs: number, checkpoint: Uint8Array | null) => void
      /** What to go on from. */
      readonly from: Uint8Array | null
    },
  ): Promise<TrainedVersion>
}

export interface TrainApp extends Pick<Core, 'db' | 'clock' | 'log' | 'config'> {
  readonly artifacts: Artifacts
  readonly numbers: Numbers
}

/** Learning is the same whenever it is done. */
const seed = 1

/**
 * Takes a training up, be it new or left behind by a worker that is gone, and brings it to its end. Throws what may pass,
 * so that the queue tries again, from the last checkpoint; what will not pass is how the training failed.
 */
export const train = (app: TrainApp, trainingId: number, signal: AbortSignal): Promise<void> =>
  correlated(`training-${trainingId}`, () => takeUp(app, trainingId, signal))

async function takeUp(app: TrainApp, trainingId: number, signal: AbortSignal): Promise<void> {
  const taken = await takeUpTraining(app, trainingId, signal)
  if (taken === null) return
  const { course, model } = taken
  const { kind, id: modelId } = model
  app.log.info({ trainingId, modelId, kind, attempt: course.attempt }, 'a training begins')
  try {
    const scope = scopeOf(model)
    const checkpoint = await readCheckpoint(app.db, trainingId)
    const collected = await span('collect', () => collect(app, course, model, checkpoint?.given ?? null))
    const { given } = collected
    const request = { ...collected.request, seed }
    const fingerprint = app.numbers.fingerprint(request)
    const same = await versionOfFingerprint(app.db, scope, fingerprint)
    if (same !== null) return await complete(app, course, model, same)
    const about = { createdAt: app.clock(), scope: model.scopeName, ofGroup: model.seriesId === null }
    const learn: Parameters<Numbers['train']>[2] = {
      signal: course.signal,
      onPhase: course.phase,
      onEpoch: (loss, epochs, content) =>
        course.epoch(loss, epochs, content === null ? null : { content, fingerprint, given }),
      // What was stored among the points since makes it another training.
      from: checkpoint?.fingerprint === fingerprint ? checkpoint.content : null,
    }
    const trained = await span('train', () => app.numbers.train(request, about, learn), {
      attributes: { 'seriema.training.id': trainingId, 'seriema.kind': kind },
    })
    await course.settled()
    const made = {
      model,
      scope,
      fingerprint,
      dataHash: app.numbers.dataHash(request.members),
      channels: request.channels,
      trained,
      warnings: [...collected.warnings, ...trained.warnings],
    }
    await span('register version', () => register(app, course, made))
    app.log.info({ trainingId, modelId, kind }, 'a training made a version')
  } catch (error) {
    await endBadly(app, course, signal, explained(error))
  } finally {
    await course.close()
  }
}

/** What the same again may not meet: the database or a process that was away. */
const mayPass = (error: unknown): boolean =>
  error instanceof Fault && (error.code === 'UNAVAILABLE' || error.code === 'TIMED_OUT')

async function endBadly(app: TrainApp, course: Course, signal: AbortSignal, error: unknown): Promise<void> {
  const reason = course.signal.aborted ? course.signal.reason : error
  if (reason === noLongerOurs || error === noLongerOurs) return
  if (signal.aborted || (mayPass(error) && course.attempt < mostAttempts)) {
    app.log.warn({ err: reason, trainingId: course.id }, 'a training waits to be taken up again')
    await course.enter('queued').catch(() => {})
    throw reason
  }
  if (!(error instanceof Fault)) app.log.error({ err: error, trainingId: course.id }, 'a training failed')
  const failure = error instanceof Fault ? error : null
  await course.enter('failed', {
    failureCode: failure?.code ?? null,
    failure: failure?.message ?? 'something went wrong on the server: the log says more',
  })
}
