import { type RateTerms, rateTerms, sameTerms } from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import { slice } from '@seriema/domain/settle'
import type { Detector, ForecastBefore, PlainScorer, ValueDetector } from '@seriema/ml/contract/detector'
import { baseline, newBaseline } from '@seriema/ml/detection/baseline'
import { type DetectorState, type Knowledge, learn, newDetectorState } from '@seriema/ml/detection/knowledge'
import type { Db } from '../store/database.ts'
import { recentForecasts, type StoredForecast } from '../store/forecast.ts'
import { asWatched } from '../store/point/reading.ts'
import { readTail } from '../store/point.ts'
import { type Series, stepOf } from '../store/series.ts'
import { comparable } from './watched.ts'
import { withinBudget } from './within-budget.ts'

/** What a state stands for: everything stored up to there, and what rates are rates of. */
export interface Figures extends Pick<Series, 'lastSeq' | 'pointCount' | 'lastAt'> {
  readonly terms: RateTerms | null
}

export const termsOf = (series: Series): RateTerms | null => rateTerms(series.channels, stepOf(series))

/** A detector's state and what it stands for. */
export interface Dated {
  readonly at: Figures
  readonly state: DetectorState
}

/** Makes what detection knows of a series again, from what is stored. */
export interface Rebuild {
  baseline(db: Db, series: Series): Promise<Knowledge['baseline']>
  /** From the stored points, as if the detector had seen no more than these. */
  chosen(db: Db, series: Series, detector: Detector): Promise<Dated>
  /** Lets a state see what was stored since; null where that is more than a few points in order, or it knows other rates. */
  caughtUp(db: Db, series: Series, detector: Detector, held: Dated): Promise<DetectorState | null>
}

export interface RebuildOptions {
  /** Reads the newest points of a series as it is now. */
  readonly newest: (db: Db, series: Series, count: number) => Promise<PointColumns>
  /** Points a detector is made again from. */
  readonly points: number
}

const caughtUpAtMost = 512
/** Values of forecasts, of all channels, that residuals are made again from. */
const forecastsAtMost = 200

const memoryOf = (scorer: PlainScorer): number => scorer.memory(scorer.defaults)

/** Whether a few points are all it takes to make the detector again. */
export const remembersLittle = (detector: Detector | ValueDetector): detector is ValueDetector =>
  'scorer' in detector && Number.isFinite(memoryOf(detector.scorer))

/** What was trained knows all it ever will: the newest points only tell which of them follow an alarm, and what it looks at. */
export const learnsNothing = ({ versionId }: Detector): boolean => versionId !== undefined

/** Whether it would take long to make the detector's state again. */
export const isDear = (detector: Detector): boolean =>
  !remembersLittle(detector) && !detector.needsForecasts && !learnsNothing(detector)

/** Points looked at for that: more than the usual rest after an alarm. */
const afterAlarm = 256

export function createRebuild({ newest, points }: RebuildOptions): Rebuild {
  /** The newest points, so many that each channel has `values` of them; all there are to hold where many are missing. */
  const lastOf = async (db: Db, series: Series, values: number): Promise<PointColumns> => {
    const read = await newest(db, series, 4 * values)
    return read.times.length < series.pointCount && !enough(read, values) ? newest(db, series, points) : read
  }
  const lookedAt = (db: Db, series: Series, { lookback = 1 }: Detector): Promise<PointColumns> =>
    lookback === 1 ? newest(db, series, afterAlarm) : lastOf(db, series, Math.max(afterAlarm, lookback))

  return {
    async baseline(db, series) {
      const { scorer } = baseline
      const read = await asWatched(db, series, await lastOf(db, series, memoryOf(scorer)))
      return newBaseline(series.channels.length).map((state, c) => scorer.replay(state, read.channels[c]!, read.times))
    },

    async chosen(db, series, detector) {
      const fresh = (before: number) => newDetectorState(detector, series, before)
      const { lastSeq, pointCount } = series
      const tail = remembersLittle(detector)
        ? { lastSeq, pointCount, points: await lastOf(db, series, memoryOf(detector.scorer)) }
        : learnsNothing(detector)
          ? { lastSeq, pointCount, points: await lookedAt(db, series, detector) }
          : await readTail(db, series, points)
      const read = await asWatched(db, series, tail.points)
      const state = fresh(tail.pointCount - read.times.length)
      const wanted = Math.max(8, Math.floor(forecastsAtMost / series.channels.length))
      const forecasts = detector.needsForecasts ? await recentForecasts(db, series.id, wanted) : []
      const { lastSeq: seq, pointCount: count } = tail
      const at = { lastSeq: seq, pointCount: count, lastAt: read.times.at(-1) ?? null, terms: termsOf(series) }
      try {
        await learnt(detector, series, state, read, forecasts)
        return { at, state }
      } catch {
        // Whatever it cannot bear to learn, it fails on when it is asked to judge, and that is told.
        return { at, state: fresh(tail.pointCount) }
      }
    },

    async caughtUp(db, series, detector, { at, state }) {
      if (!sameTerms(at.terms, termsOf(series))) return null
      if (at.lastSeq === series.lastSeq) return at.pointCount === series.pointCount ? state : null
      const missed = series.pointCount - at.pointCount
      if (missed < 1 || missed > caughtUpAtMost || missed !== series.lastSeq - at.lastSeq) return null
      const read = await newest(db, series, missed + 1)
      if (read.times.length !== missed + 1 || read.times[0] !== at.lastAt) return null
      const since = slice(await asWatched(db, series, read), 1)
      const forecasts = detector.needsForecasts ? await recentForecasts(db, series.id, 8) : []
      await learnt(detector, series, state, since, forecasts)
      return state
    },
  }
}

/** Lets a detector see points that were judged before; `forecasts` are those made before them, newest first. */
export async function learnt(
  detector: Detector,
  series: Series,
  state: DetectorState,
  read: PointColumns,
  forecasts: readonly StoredForecast[],
): Promise<void> {
  const newestBefore: ForecastBefore = at => {
    const newest = forecasts.find(({ origin }) => origin < at)
    return newest !== undefined && comparable(series, newest) ? newest : null
  }
  await withinBudget(learn(detector, state, series, read, newestBefore), Number.POSITIVE_INFINITY)
}

/** Whether every channel has so many values. */
const enough = ({ channels }: PointColumns, count: number): boolean =>
  channels.every(values => values.filter(value => !Number.isNaN(value)).length >= count)
