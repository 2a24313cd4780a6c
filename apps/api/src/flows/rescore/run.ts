import { isDeepStrictEqual } from 'node:util'
import { sameSpeaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { RescoreEnd } from '@seriema/domain/rescore'
import { addDifference, nothingJudged } from '@seriema/domain/rescore'
import type { DetectorState } from '@seriema/ml/detection/knowledge'
import type { OneAtATime } from '../../concurrency/one-at-a-time.ts'
import type { Core } from '../../core.ts'
import { termsOf } from '../../detection/rebuild.ts'
import type { Watches } from '../../detection/watches.ts'
import type { NewEvent } from '../../events/event.ts'
import { seriesStatus } from '../../events/kinds/status.ts'
import { announce } from '../../events/log.ts'
import type { Serving } from '../../serving/serving.ts'
import { changeAnomalies } from '../../store/anomaly/history.ts'
import type { Db } from '../../store/database.ts'
import { transaction } from '../../store/database.ts'
import type { Rescore } from '../../store/rescore.ts'
import { endRescore, findRescores, saveRescore } from '../../store/rescore.ts'
import type { Series } from '../../store/series.ts'
import { lockSeries } from '../../store/series.ts'
import { throughOutage } from '../through-outage.ts'
import { compare } from './compare.ts'
import type { JudgedStretch } from './past.ts'
import { judgePast } from './past.ts'

export interface RescoreApp extends Core {
  readonly watches: Watches
  readonly serving: Serving
  readonly oneAtATime: OneAtATime
}

/** Milliseconds between two announcements of progress. */
const pace = 500

/** Says how one stands or ended. */
export const progressed = (key: string, rescore: Rescore): NewEvent =>
  seriesStatus('RESCORE_PROGRESSED', { ...rescore, id: rescore.seriesId, key })

/**
 * Judges the past of a series anew, all of it or `from` an instant on, as it was when that began, and puts what is found in place of the anomalies kept:
 * stretch by stretch, each in one transaction with the progress, so however it ends every stretch is either as it was or
 * as it is to be. Ends early when somebody ended it, when the series is gone, and when `signal` is aborted.
 */
export async function runRescore(
  app: RescoreApp,
  series: Series,
  from: number | null,
  signal: AbortSignal,
): Promise<void> {
  let progress = nothingJudged
  let announcedAt = performance.now()
  let state: DetectorState | null = null
  let lastAt: number | null = null

  /** Whether it is to go on. */
  const store = async (tx: Db, stretch: JudgedStretch): Promise<boolean> => {
    if (!(await isThere(tx, series))) {
      // One that is brought back has nothing at work, and what a channel was is not what it is now.
      await endRescore(tx, series.id, 'cancelled', null, app.clock())
      return false
    }
    const [held] = await findRescores(tx, [series.id])
    if (held?.state !== 'running') return false
    if (held.judged !== progress.judged) {
      // An earlier try was committed unnoticed.
      progress = held
      return true
    }
    const found = await compare(tx, series, stretch)
    const saved = await saveRescore(tx, series.id, addDifference(progress, stretch.judged, found))
    const come = await changeAnomalies(tx, series.id, found, app.clock())
    const news: NewEvent[] = []
    if (come.length > 0) news.push({ kind: 'anomalies', seriesId: series.id, ids: come.map(({ id }) => id) })
    if (performance.now() - announcedAt >= pace) {
      announcedAt = performance.now()
      news.push(progressed(series.key, saved))
    }
    await announce(tx, news, app.clock())
    progress = saved
    return true
  }

  try {
    for await (const stretch of judgePast(app, series, await app.serving.detectorFor(series), from)) {
      signal.throwIfAborted()
      if (!(await throughOutage(() => transaction(app.db, tx => store(tx, stretch)), signal))) return
      state = stretch.knowledge.chosen
      lastAt = stretch.to
    }
    await throughOutage(() => transaction(app.db, tx => complete(app, tx, series, state, lastAt)), signal)
  } catch (error) {
    if (!(error instanceof Fault)) app.log.error({ err: error, series: series.key }, 'judging the past anew failed')
    const why = error instanceof Fault ? error.message : 'something went wrong on the server'
    await finish(app, series, 'failed', `${why}. What was judged stays; asking again is safe`)
  }
}

const isThere = async (tx: Db, { key, id, channels }: Series): Promise<boolean> => {
  const [now] = await lockSeries(tx, [key])
  return now?.id === id && isDeepStrictEqual(now.channels, channels)
}

/** Under the lock of the series nobody else has its detector in hand: what that has learnt of the past goes on live. */
async function complete(
  { watches, serving, clock }: RescoreApp,
  tx: Db,
  series: Series,
  state: DetectorState | null,
  lastAt: number | null,
): Promise<void> {
  const [now] = await lockSeries(tx, [series.key])
  const ended = await endRescore(tx, series.id, 'completed', null, clock())
  if (ended === null || now === undefined) return
  const watchedAlike =
    sameSpeaker(serving.speakerOf(now, 'watch'), serving.speakerOf(series, 'watch')) &&
    now.timeZone === series.timeZone &&
    isDeepStrictEqual(now.alarmRules, series.alarmRules) &&
    isDeepStrictEqual(now.suppressions, series.suppressions)
  if (state !== null && watchedAlike)
    watches.adopt(series.id, { at: { ...series, lastAt, terms: termsOf(series) }, state })
  await announce(tx, [progressed(series.key, ended)], clock())
}

/** Ends one that has not ended; null where none is at work. */
export const finish = (
  app: Pick<Core, 'db' | 'clock'>,
  { id, key }: Pick<Series, 'id' | 'key'>,
  end: RescoreEnd,
  failure: string | null = null,
): Promise<Rescore | null> =>
  throughOutage(() =>
    transaction(app.db, async tx => {
      const ended = await endRescore(tx, id, end, failure, app.clock())
      if (ended !== null) await announce(tx, [progressed(key, ended)], app.clock())
      return ended
    }),
  )
