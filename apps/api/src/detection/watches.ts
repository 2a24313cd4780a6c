import { setTimeout } from 'node:timers/promises'
import type { PointColumns } from '@seriema/domain/point'
import { scorers } from '@seriema/ml/scorers/registry'
import { LRUCache } from 'lru-cache'
import type { Db } from '../store/database.ts'
import { recentForecasts } from '../store/forecast.ts'
import { readTail } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { createAllowance } from './allowance.ts'
import { baselineBytes, copied, copyOwn, learn, newBaselines, newOwn, type Own, type Watch } from './watch.ts'

/**
 * What watches the series used lately. A writer takes it and gives it back once its batch is committed: when that fails,
 * what the batch taught is gone with it, and the next writer has it made again from what is stored.
 */
export interface Watches {
  /** For a writer that holds the series' lock. */
  take(tx: Db, series: Series): Promise<Watch>
  /** After the commit; `disturbed` where points were stored among earlier ones, or in place of some. */
  give(after: Series, watch: Watch, disturbed: boolean): void
  /** For a reader: as of now, to be changed at will. */
  copy(db: Db, series: Series): Promise<Watch>
  drop(seriesId: number): void
}

/** What a state stands for: everything stored up to there. */
type Figures = Pick<Series, 'lastSeq' | 'pointCount' | 'lastAt'>

interface Kept {
  readonly at: Figures
  /** Null when it is to be made again. */
  readonly baselines: Watch['baselines'] | null
  readonly own: { readonly at: Figures; readonly state: Own } | null
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

const { zscore } = scorers
/** Points the z-score is made again from; all there are to hold where too many of these have missing values. */
const baselinePoints = 4 * zscore.memory(zscore.defaults)
const caughtUpAtMost = 512
/** Values of forecasts, of all channels, that residuals are made again from. */
const forecastsAtMost = 200
/** Values learnt within a transaction: about 20 ms at a time, and a tenth of a second in each. */
const [valuesAtOnce, valuesPerSecond] = [4_096, 20_000]

export function createWatches(options: WatchOptions): Watches {
  const { newest, db: pool, bytes = 512 * 1_024 * 1_024, points = 4_096 } = options
  const cache = new LRUCache<number, Kept>({
    maxSize: bytes,
    sizeCalculation: kept => 1_024 + (kept.own?.state.bytes ?? 0) + baselineBytes * (kept.baselines?.length ?? 0),
  })
  const allowance = createAllowance(valuesAtOnce, valuesPerSecond, () => performance.now())
  let queue: Promise<void> = Promise.resolve()
  const underWay = new Set<number>()

  const baselinesOf = async (db: Db, series: Series): Promise<Watch['baselines']> => {
    let read = await newest(db, series, baselinePoints)
    if (read.times.length < series.pointCount && !enough(read)) read = await newest(db, series, points)
    return newBaselines(series).map((state, channel) => zscore.replay(state, read.channels[channel]!))
  }

  /** From the stored points, as if it had seen no more than these. */
  const make = async (db: Db, series: Series): Promise<{ at: Figures; state: Own }> => {
    if (series.detector === 'zscore') {
      const read = await newest(db, series, baselinePoints)
      const state = newOwn(series, series.pointCount - read.times.length)
      await learn(state, series, read, [])
      return { at: series, state }
    }
    const { lastSeq, pointCount, points: read } = await readTail(db, series, points)
    const state = newOwn(series, pointCount - read.times.length)
    const wanted = Math.max(8, Math.floor(forecastsAtMost / series.channels.length))
    const forecasts = series.detector === 'residual' ? await recentForecasts(db, series.id, wanted) : []
    const at = { lastSeq, pointCount, lastAt: read.times.at(-1) ?? null }
    try {
      await learn(state, series, read, forecasts)
      return { at, state }
    } catch {
      // Whatever it cannot bear to learn, it fails on when it is asked to judge, and that is told.
      return { at, state: newOwn(series, pointCount) }
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
        const own = await make(by, series)
        const kept = cache.get(series.id)
        if (!kept?.own) cache.set(series.id, { at: own.at, baselines: null, fallback: null, ...kept, own })
      } catch {
        // The next batch asks again.
      } finally {
        underWay.delete(series.id)
      }
      await setTimeout(performance.now() - began, undefined, { ref: false })
    })
  }

  /** Lets it see what was stored since; null where that is more than a few points in order. */
  const caughtUp = async (db: Db, series: Series, { at, state }: { at: Figures; state: Own }): Promise<Own | null> => {
    if (at.lastSeq === series.lastSeq) return state
    const missed = series.pointCount - at.pointCount
    if (missed < 1 || missed > caughtUpAtMost || missed !== series.lastSeq - at.lastSeq) return null
    const read = await newest(db, series, missed + 1)
    if (read.times.length !== missed + 1 || read.times[0] !== at.lastAt) return null
    const since = { times: read.times.subarray(1), channels: read.channels.map(values => values.subarray(1)) }
    const forecasts = series.detector === 'residual' ? await recentForecasts(db, series.id, 8) : []
    await learn(state, series, since, forecasts)
    return state
  }

  const ownOf = async (db: Db, series: Series, held: Kept['own']): Promise<Own | null> => {
    const usable = held !== null && held.state.detector === series.detector
    const own = usable ? await caughtUp(db, series, held) : null
    if (own !== null) return own
    const work = series.channels.length * Math.min(points, series.pointCount)
    const cheap = series.detector === 'zscore' || series.detector === 'residual'
    if (pool === null || cheap || allowance.take(work)) return (await make(db, series)).state
    makeLater(pool, series)
    return null
  }

  return {
    async take(tx, series) {
      const kept = cache.get(series.id)
      cache.delete(series.id)
      const inStep = kept?.at.lastSeq === series.lastSeq
      const baselines = (inStep ? kept.baselines : null) ?? (await baselinesOf(tx, series))
      return { baselines, own: await ownOf(tx, series, kept?.own ?? null), fallback: kept?.fallback ?? null }
    },
    give(after, { baselines, own, fallback }, disturbed) {
      const at = { lastSeq: after.lastSeq, pointCount: after.pointCount, lastAt: after.lastAt }
      const made = cache.get(after.id)?.own ?? null
      const state = own === null ? made : { at, state: own }
      cache.set(after.id, { at, baselines: disturbed ? null : baselines, own: state, fallback })
    },
    async copy(db, series) {
      const kept = cache.get(series.id)
      const current = kept !== undefined && kept.at.lastSeq >= series.lastSeq
      const baselines = (current ? kept.baselines : null)?.map(copied) ?? (await baselinesOf(db, series))
      const own = kept?.own ?? null
      const isOwn = own !== null && own.state.detector === series.detector && own.at.lastSeq >= series.lastSeq
      return { baselines, own: isOwn ? copyOwn(own.state) : await ownOf(db, series, null), fallback: null }
    },
    drop(seriesId) {
      cache.delete(seriesId)
    },
  }
}

/** Whether every channel has as many values as the z-score remembers. */
const enough = ({ channels }: PointColumns): boolean =>
  channels.every(values => values.filter(value => !Number.isNaN(value)).length >= zscore.memory(zscore.defaults))
