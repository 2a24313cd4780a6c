import type { PointColumns } from '@seriema/domain/point'
import type { ForecastBefore } from '@seriema/ml/contract/detector'
import { newBaseline } from '@seriema/ml/detection/baseline'
import {
  type DetectorState,
  isBaseline,
  type Knowledge,
  learn,
  newDetectorState,
} from '@seriema/ml/detection/knowledge'
import { baseline, detectorOf } from '@seriema/ml/scorers/registry'
import type { Db } from '../store/database.ts'
import { recentForecasts, type StoredForecast } from '../store/forecast.ts'
import { readTail } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { withinBudget } from './within-budget.ts'

/** What a state stands for: everything stored up to there. */
export type Figures = Pick<Series, 'lastSeq' | 'pointCount' | 'lastAt'>

/** A detector's state and what it stands for. */
export interface Dated {
  readonly at: Figures
  readonly state: DetectorState
}

/** Makes what detection knows of a series again, from what is stored. */
export interface Rebuild {
  baseline(db: Db, series: Series): Promise<Knowledge['baseline']>
  /** From the stored points, as if the detector had seen no more than these. */
  chosen(db: Db, series: Series): Promise<Dated>
  /** Lets a state see what was stored since; null where that is more than a few points in order. */
  caughtUp(db: Db, series: Series, held: Dated): Promise<DetectorState | null>
}

export interface RebuildOptions {
  /** Reads the newest points of a series as it is now. */
  readonly newest: (db: Db, series: Series, count: number) => Promise<PointColumns>
  /** Points a detector is made again from. */
  readonly points: number
}

const { scorer } = baseline
/** Values the baseline remembers. */
const remembered = scorer.memory(scorer.defaults)
/** Points the baseline is made again from; all there are to hold where too many of these have missing values. */
const baselinePoints = 4 * remembered
const caughtUpAtMost = 512
/** Values of forecasts, of all channels, that residuals are made again from. */
const forecastsAtMost = 200

export const createRebuild = ({ newest, points }: RebuildOptions): Rebuild => ({
  async baseline(db, series) {
    let read = await newest(db, series, baselinePoints)
    if (read.times.length < series.pointCount && !enough(read)) read = await newest(db, series, points)
    return newBaseline(series.channels.length).map((state, c) => scorer.replay(state, read.channels[c]!))
  },

  async chosen(db, series) {
    const detector = detectorOf(series.detector)
    const fresh = (before: number) => newDetectorState(detector, series.channels.length, before)
    if (isBaseline(detector)) {
      const read = await newest(db, series, baselinePoints)
      const state = fresh(series.pointCount - read.times.length)
      await learnt(series, state, read, [])
      return { at: series, state }
    }
    const { lastSeq, pointCount, points: read } = await readTail(db, series, points)
    const state = fresh(pointCount - read.times.length)
    const wanted = Math.max(8, Math.floor(forecastsAtMost / series.channels.length))
    const forecasts = detector.needsForecasts ? await recentForecasts(db, series.id, wanted) : []
    const at = { lastSeq, pointCount, lastAt: read.times.at(-1) ?? null }
    try {
      await learnt(series, state, read, forecasts)
      return { at, state }
    } catch {
      // Whatever it cannot bear to learn, it fails on when it is asked to judge, and that is told.
      return { at, state: fresh(pointCount) }
    }
  },

  async caughtUp(db, series, { at, state }) {
    if (at.lastSeq === series.lastSeq) return state
    const missed = series.pointCount - at.pointCount
    if (missed < 1 || missed > caughtUpAtMost || missed !== series.lastSeq - at.lastSeq) return null
    const read = await newest(db, series, missed + 1)
    if (read.times.length !== missed + 1 || read.times[0] !== at.lastAt) return null
    const since = { times: read.times.subarray(1), channels: read.channels.map(values => values.subarray(1)) }
    const { needsForecasts } = detectorOf(series.detector)
    await learnt(series, state, since, needsForecasts ? await recentForecasts(db, series.id, 8) : [])
    return state
  },
})

/** Lets a detector see points that were judged before; `forecasts` are those made before them, newest first. */
async function learnt(
  { detector, alarmRules }: Series,
  state: DetectorState,
  read: PointColumns,
  forecasts: readonly StoredForecast[],
): Promise<void> {
  const newestBefore: ForecastBefore = at => forecasts.find(({ origin }) => origin < at) ?? null
  await withinBudget(learn(detectorOf(detector), state, alarmRules, read, newestBefore), Number.POSITIVE_INFINITY)
}

/** Whether every channel has as many values as the baseline remembers. */
const enough = ({ channels }: PointColumns): boolean =>
  channels.every(values => values.filter(value => !Number.isNaN(value)).length >= remembered)
