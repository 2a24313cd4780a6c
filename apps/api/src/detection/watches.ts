import { setTimeout } from 'node:timers/promises'
import type { DetectorKind } from '@seriema/domain/anomaly'
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
import { bytesOf, copied } from '@seriema/ml/statistics/plain-data'
import { LRUCache } from 'lru-cache'
import type { Db } from '../store/database.ts'
import { recentForecasts, type StoredForecast } from '../store/forecast.ts'
import { readTail } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { createAllowance } from './allowance.ts'
import { withinBudget } from './within-budget.ts'

/**
 * What detection knows of the series used lately. A writer takes it and gives it back once its batch is committed: when that fails,
 * what the batch taught is gone with it, and the next writer has it made again from what is stored.
 */
export interface Watches {
  /** For a writer that holds the series' lock. */
  take(tx: Db, series: Series): Promise<Knowledge>
  /** After the commit; `disturbed` where points were stored among earlier ones, or in place of some. */
  give(after: Series, knowledge: Knowledge, disturbed: boolean): void
  /** For a reader: as of now, to be changed at will. */
  copy(db: Db, series: Series): Promise<Knowledge>
  drop(seriesId: number): void
}

/** What a state stands for: everything stored up to there. */
type Figures = Pick<Series, 'lastSeq' | 'pointCount' | 'lastAt'>

/** A detector's state and what it stands for. */
interface Dated {
  readonly at: Figures
  readonly state: DetectorState
}

interface Kept {
  readonly at: Figures
  /** Null when it is to be made again. */
  readonly baseline: Knowledge['baseline'] | null
  readonly chosen: Dated | null
  readonly fallback: string | null
}

export interface WatchOptions {
  /** Reads the newest points of a series as it is now. */
  readonly newest: (db: Db, series: Series, count: number) => Promise<PointColumns>
  /** What to read by outside of transactions; null: detectors are made again within. */
  readonly db: Db | null
  /** Bytes held at most. */
  readonly bytes?: number
  /** Points a detector is made again from. */
  readonly points?: number
}

const { scorer } = baseline
/** Values the baseline remembers. */
const remembered = scorer.memory(scorer.defaults)
/** Points the baseline is made again from; all there are to hold where too many of these have missing values. */
const baselinePoints = 4 * remembered
const caughtUpAtMost = 512
/** Values of forecasts, of all channels, that residuals are made again from. */
const forecastsAtMost = 200
/** Values learnt within a transaction: about 20 ms at a time, and a tenth of a second in each. */
const [valuesAtOnce, valuesPerSecond] = [4_096, 20_000]

export function createWatches(options: WatchOptions): Watches {
  const { newest, db: pool, bytes = 512 * 1_024 * 1_024, points = 4_096 } = options
  const cache = new LRUCache<number, Kept>({
    maxSize: bytes,
    sizeCalculation: ({ chosen, baseline: states }) =>
      1_024 + (chosen === null ? 0 : bytesHeld(chosen.state)) + bytesOfChannel(baseline.kind) * (states?.length ?? 0),
  })
  const allowance = createAllowance(valuesAtOnce, valuesPerSecond, () => performance.now())
  let queue: Promise<void> = Promise.resolve()
  const underWay = new Set<number>()

  const baselineOf = async (db: Db, series: Series): Promise<Knowledge['baseline']> => {
    let read = await newest(db, series, baselinePoints)
    if (read.times.length < series.pointCount && !enough(read)) read = await newest(db, series, points)
    return newBaseline(series.channels.length).map((state, c) => scorer.replay(state, read.channels[c]!))
  }

  /** From the stored points, as if it had seen no more than these. */
  const make = async (db: Db, series: Series): Promise<Dated> => {
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
  }

  /**
   * Outside of any transaction, one series after the other, half of the time at most. What comes meanwhile is caught up
   * with by whoever takes it.
   */
  const makeLater = (by: Db, series: Series): void => {
    if (underWay.has(series.id)) return
    underWay.add(series.id)
    queue = queue.then(async () => {
      const began = performance.now()
      try {
        const chosen = await make(by, series)
        const kept = cache.get(series.id)
        if (!kept?.chosen) cache.set(series.id, { at: chosen.at, baseline: null, fallback: null, ...kept, chosen })
      } catch {
        // The next batch asks again.
      } finally {
        underWay.delete(series.id)
      }
      await setTimeout(performance.now() - began, undefined, { ref: false })
    })
  }

  /** Lets it see what was stored since; null where that is more than a few points in order. */
  const caughtUp = async (db: Db, series: Series, { at, state }: Dated): Promise<DetectorState | null> => {
    if (at.lastSeq === series.lastSeq) return state
    const missed = series.pointCount - at.pointCount
    if (missed < 1 || missed > caughtUpAtMost || missed !== series.lastSeq - at.lastSeq) return null
    const read = await newest(db, series, missed + 1)
    if (read.times.length !== missed + 1 || read.times[0] !== at.lastAt) return null
    const since = { times: read.times.subarray(1), channels: read.channels.map(values => values.subarray(1)) }
    const { needsForecasts } = detectorOf(series.detector)
    await learnt(series, state, since, needsForecasts ? await recentForecasts(db, series.id, 8) : [])
    return state
  }

  const chosenOf = async (db: Db, series: Series, held: Dated | null): Promise<DetectorState | null> => {
    const usable = held !== null && held.state.kind === series.detector
    const chosen = usable ? await caughtUp(db, series, held) : null
    if (chosen !== null) return chosen
    const detector = detectorOf(series.detector)
    const work = series.channels.length * Math.min(points, series.pointCount)
    const cheap = isBaseline(detector) || detector.needsForecasts
    if (pool === null || cheap || allowance.take(work)) return (await make(db, series)).state
    makeLater(pool, series)
    return null
  }

  return {
    async take(tx, series) {
      const kept = cache.get(series.id)
      cache.delete(series.id)
      const inStep = kept?.at.lastSeq === series.lastSeq
      const states = (inStep ? kept.baseline : null) ?? (await baselineOf(tx, series))
      const chosen = await chosenOf(tx, series, kept?.chosen ?? null)
      return { baseline: states, chosen, fallback: kept?.fallback ?? null }
    },
    give(after, { baseline: states, chosen, fallback }, disturbed) {
      const at = { lastSeq: after.lastSeq, pointCount: after.pointCount, lastAt: after.lastAt }
      const made = cache.get(after.id)?.chosen ?? null
      const dated = chosen === null ? made : { at, state: chosen }
      cache.set(after.id, { at, baseline: disturbed ? null : states, chosen: dated, fallback })
    },
    async copy(db, series) {
      const kept = cache.get(series.id)
      const current = kept !== undefined && kept.at.lastSeq >= series.lastSeq
      const states = (current ? kept.baseline : null)?.map(copied) ?? (await baselineOf(db, series))
      const held = kept?.chosen ?? null
      const usable = held !== null && held.state.kind === series.detector && held.at.lastSeq >= series.lastSeq
      const chosen = usable ? copied(held.state) : await chosenOf(db, series, null)
      return { baseline: states, chosen, fallback: kept?.fallback ?? null }
    },
    drop(seriesId) {
      cache.delete(seriesId)
    },
  }
}

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

const bytesHeld = ({ kind, alarms }: DetectorState): number => bytesOfChannel(kind) * alarms.length

const bytesByKind = new Map<DetectorKind, number>()

/** What the state of a kind takes for each channel: much the same whatever it has seen. */
function bytesOfChannel(kind: DetectorKind): number {
  const known = bytesByKind.get(kind)
  if (known !== undefined) return known
  const bytes = bytesOf(detectorOf(kind).initial())
  bytesByKind.set(kind, bytes)
  return bytes
}

/** Whether every channel has as many values as the baseline remembers. */
const enough = ({ channels }: PointColumns): boolean =>
  channels.every(values => values.filter(value => !Number.isNaN(value)).length >= remembered)
