import { kindSpeaks, type Speaker } from '@seriema/domain/deployment'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import { defineModel } from '@seriema/domain/model'
import { outgrown } from '@seriema/domain/retraining'
import { trainsOnSeries } from '@seriema/ml/models/kinds'
import { modelKind } from '@seriema/ml/versions/kinds'
import { ownHistory, ownSettings } from '@seriema/ml/versions/own'
import { rest } from '../../concurrency/retry.ts'
import type { Core } from '../../core.ts'
import { type Db, transaction } from '../../store/database.ts'
import { createModel, saveModel, trainedModelOf } from '../../store/model.ts'
import { asWatched, sinceFirstRates } from '../../store/point/reading.ts'
import { readPoints } from '../../store/point.ts'
import type { Queue } from '../../store/queue.ts'
import { lockSeriesByIds, type Series, seriesNotFound, stepOf } from '../../store/series.ts'
import { findTrainings, lastTrainingOf, type Training } from '../../store/training.ts'
import { newestVersionOf } from '../../store/version.ts'
import { requestTrainingIn } from '../train/request.ts'

/** Networks that series have of their own: models that are made and trained as soon as one is wanted. */
export interface OwnNetworks {
  /**
   * Who speaks where a kind was chosen that has to be trained first: its newest version of the series. The kind itself
   * while there is none.
   */
  speakerFor(series: Series, speaker: Speaker): Promise<Speaker>
  /**
   * Begins the training of a kind that has no version of the series yet, or finds the one that is under way. The number of
   * the version where one is there within `patience` milliseconds; else how far it is, in words. Throws INSUFFICIENT_DATA,
   * and what the last training of as many points failed with.
   */
  request(series: Series, kind: string, patience: number): Promise<number | string>
  /** Calls `listener` whenever a network that was requested here has become ready. */
  whenReady(listener: (seriesId: number) => void): void
  close(): Promise<void>
}

type NetworksApp = Pick<Core, 'db' | 'clock' | 'log' | 'config'> & { readonly queue: Pick<Queue, 'send'> }

/** Milliseconds between two looks at the trainings that are awaited. */
const look = 400

export function createOwnNetworks(app: NetworksApp): OwnNetworks {
  const closing = new AbortController()
  const listeners: ((seriesId: number) => void)[] = []
  const awaited = new Map<number, number>()
  let watching: Promise<void> | null = null

  const watch = async () => {
    while (awaited.size > 0 && !closing.signal.aborted) {
      await rest(look, closing.signal)
      const found = await findTrainings(app.db, [...awaited.keys()]).catch(() => null)
      if (found === null) continue
      const underWay = new Set(found.filter(({ finishedAt }) => finishedAt === null).map(({ id }) => id))
      for (const [id, seriesId] of [...awaited]) {
        if (underWay.has(id)) continue
        awaited.delete(id)
        if (found.some(one => one.id === id && one.versionId !== null))
          for (const listener of listeners) listener(seriesId)
      }
    }
    watching = null
  }

  return {
    async speakerFor(series, speaker) {
      if (speaker.versionId !== null || !trainsOnSeries(speaker.kind)) return speaker
      const versionId = await newestVersionOf(app.db, series.id, speaker.kind)
      return versionId === null ? kindSpeaks(speaker.kind) : { kind: speaker.kind, versionId }
    },
    async request(series, kind, patience) {
      const training = await begin(app, series, kind)
      awaited.set(training.id, series.id)
      watching ??= watch()
      const end = performance.now() + patience
      let now: Training = training
      while (now.finishedAt === null && performance.now() < end && !closing.signal.aborted) {
        await rest(look, closing.signal)
        now = (await findTrainings(app.db, [training.id]))[0] ?? now
      }
      if (now.versionId !== null) return now.versionId
      if (now.state === 'failed' || now.state === 'cancelled') throw why(kind, now)
      return progressOf(kind, now)
    },
    whenReady: listener => void listeners.push(listener),
    async close() {
      closing.abort()
      await watching
    },
  }
}

/** One at a time for each series: who asks at once gets the same. */
async function begin(app: NetworksApp, series: Series, kind: string): Promise<Training> {
  const known = await trainedModelOf(app.db, series.id, kind)
  const settings = known === null ? ownSettings(kind, await history(app.db, series), stepOf(series)) : null
  return transaction(app.db, async tx => {
    const [locked] = await lockSeriesByIds(tx, [series.id])
    if (locked === undefined) throw seriesNotFound(series.key)
    const model = known ?? (await trainedModelOf(tx, series.id, kind))
    if (model === null) return requestTrainingIn(tx, app, await makeModel(app, tx, series.id, kind, settings!), 'asked')
    const last = await lastTrainingOf(tx, model.id)
    const ended = last !== null && last.finishedAt !== null && last.versionId === null
    if (ended && !outgrown(last.points ?? 0, locked.pointCount)) throw why(kind, last)
    return requestTrainingIn(tx, app, model.id, 'asked')
  })
}

async function history(db: Db, series: Series) {
  const read = await readPoints(db, series, { last: ownHistory })
  return sinceFirstRates(series, await asWatched(db, series, read))
}

/** It is trained again as the series grows, and speaks then wherever it spoke before. */
async function makeModel(
  { clock }: Pick<Core, 'clock'>,
  tx: Db,
  seriesId: number,
  kind: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<number> {
  const known = modelKind(kind)
  const draft = { name: known.title, description: 'Made when it was chosen for the series.', settings }
  const now = clock()
  const { id } = await createModel(tx, { seriesId }, defineModel(known, draft), now)
  await saveModel(tx, id, { retraining: { outgrown: true, everyHours: null, speaks: true } }, now)
  return id
}

const why = (kind: string, { state, failureCode, failure }: Training): Fault =>
  state === 'cancelled'
    ? new Fault('MODEL_NOT_FOUND', `the training of ${kind} on this series was cancelled: train its model to have it`)
    : new Fault((failureCode ?? 'UNAVAILABLE') as FaultCode, failure ?? `${kind} could not be trained`)

function progressOf(kind: string, { state, epoch, epochs }: Training): string {
  if (state === 'queued') return `${kind} waits to be trained on this series`
  const far = epoch > 0 && epochs !== null ? `, epoch ${epoch} of ${epochs} at most` : ''
  return `${kind} is being trained on this series${far}`
}
