import type { AlarmRulesDraft, DetectorKind } from '@seriema/domain/anomaly'
import { defineAlarmRules } from '@seriema/domain/anomaly'
import { Fault, tooMany } from '@seriema/domain/fault'
import { detectorOf } from '@seriema/ml/scorers/registry'
import { announce } from '../events/log.ts'
import { claimed, openClaims } from '../store/claims.ts'
import { transaction } from '../store/database.ts'
import { beginningOf } from '../store/point/history.ts'
import type { Rescore } from '../store/rescore.ts'
import { beginRescore, findRescores, listRescoring } from '../store/rescore.ts'
import { lockSeries, requireSeries, seriesNotFound } from '../store/series.ts'
import type { RescorePreview } from './rescore/preview.ts'
import { previewRescore } from './rescore/preview.ts'
import type { RescoreApp } from './rescore/run.ts'
import { finish, progressed, runRescore } from './rescore/run.ts'

/** What to judge by; whatever is left out is as the series has it. */
export interface RescoreDraft {
  readonly detector?: DetectorKind | null | undefined
  readonly alarmRules?: AlarmRulesDraft | null | undefined
}

/** Judging the past of series anew, by what they are watched by now. */
export interface Rescores {
  /** What it would change. Throws SERIES_NOT_FOUND, INVALID_INPUT, TOO_MANY_REQUESTS. */
  preview(key: string, draft?: RescoreDraft): Promise<RescorePreview>
  /**
   * Begins, with the first point or that `from` an instant on (epoch milliseconds); points that come meanwhile are judged
   * live. One at a time for each series, in all processes. Throws SERIES_NOT_FOUND, UNDER_WAY, TOO_MANY_REQUESTS.
   */
  start(key: string, from?: number | null): Promise<Rescore>
  /** Resolves once what this process began for a series is over, however it ended. */
  settled(seriesId: number): Promise<void>
  /** What was judged stays as it is by then; null where none is at work. Throws SERIES_NOT_FOUND. */
  cancel(key: string): Promise<Rescore | null>
  /** The last of each of these series, for those that had one. */
  find(seriesIds: readonly number[]): Promise<readonly Rescore[]>
  /** Ends those at work as failed, saying that asking again is safe. */
  close(): Promise<void>
}

/** Every import at work may have one, and as many again may be asked for. */
const [runningAtMost, previewsAtMost] = [32, 4]
/** Seconds that whoever comes too soon is told to wait. */
const pause = { run: 10, preview: 2 }

/** Those that a process did not live to finish are found and marked as failed. */
export async function createRescores(app: RescoreApp): Promise<Rescores> {
  const claims = openClaims(app.config.databaseUrl)
  const running = new Map<number, { readonly abort: AbortController; readonly done: Promise<void> }>()
  let previews = 0
  let closed = false

  for (const { seriesId, key } of await listRescoring(app.db)) {
    if (!(await claims.hold(claimed.rescore, seriesId))) continue
    await finish(
      app,
      { id: seriesId, key },
      'failed',
      'the server went away. What was judged stays; asking again is safe',
    )
    await claims.release(claimed.rescore, seriesId)
  }

  return {
    async preview(key, { detector, alarmRules } = {}) {
      const series = await requireSeries(app.db, key)
      if (previews >= previewsAtMost) throw tooMany(`${previewsAtMost} previews are being made already`, pause.preview)
      previews++
      try {
        const rules = defineAlarmRules(alarmRules ?? {}, series.alarmRules)
        const judge = detector == null ? await app.serving.detectorFor(series) : detectorOf(detector)
        return await previewRescore(app, { ...series, alarmRules: rules }, judge)
      } finally {
        previews--
      }
    },
    async start(key, from = null) {
      if (closed) throw shutDown
      const { id } = await requireSeries(app.db, key)
      if (running.has(id)) throw underWay(key)
      if (running.size >= runningAtMost) throw tooMany(`the past of ${runningAtMost} series is being judged`, pause.run)
      const { promise: done, resolve: over } = Promise.withResolvers<void>()
      const abort = new AbortController()
      running.set(id, { abort, done })
      const end = async () => {
        await claims.release(claimed.rescore, id).catch(() => {})
        running.delete(id)
        over()
      }
      try {
        if (!(await claims.hold(claimed.rescore, id))) throw underWay(key)
        const { series, begun } = await transaction(app.db, async tx => {
          const [locked] = await lockSeries(tx, [key])
          if (locked?.id !== id) throw seriesNotFound(key)
          const { told } =
            from === null ? { told: locked.pointCount } : await beginningOf(tx, id, from, 0, locked.lastSeq)
          const speaker = app.serving.speakerOf(locked, 'watch')
          const row = await beginRescore(tx, locked, speaker, told, app.clock())
          await announce(tx, [progressed(key, row)], app.clock())
          return { series: locked, begun: row }
        })
        void runRescore(app, series, from, abort.signal)
          .catch(error => app.log.error({ err: error, series: key }, 'judging the past anew could not be ended'))
          .finally(end)
        return begun
      } catch (error) {
        await end()
        throw error
      }
    },
    async settled(seriesId) {
      await running.get(seriesId)?.done
    },
    async cancel(key) {
      const series = await requireSeries(app.db, key)
      const ended = await finish(app, series, 'cancelled')
      const held = running.get(series.id)
      held?.abort.abort(cancelled)
      await held?.done
      return ended
    },
    find: seriesIds => findRescores(app.db, seriesIds),
    async close() {
      closed = true
      for (const { abort } of running.values()) abort.abort(shutDown)
      await Promise.all([...running.values()].map(({ done }) => done))
      await claims.close()
    },
  }
}

const shutDown = new Fault('UNAVAILABLE', 'the server is shutting down')
const cancelled = new Fault('UNAVAILABLE', 'this was cancelled')

const underWay = (key: string): Fault =>
  new Fault('UNDER_WAY', `the past of ${key} is being judged anew already: wait for its end, or cancel it first`, {
    key,
  })
