import { setTimeout } from 'node:timers/promises'
import { sameTerms } from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import type { Detector } from '@seriema/ml/contract/detector'
import { type DetectorState, type Knowledge, knownBy } from '@seriema/ml/detection/knowledge'
import { detectorOf } from '@seriema/ml/scorers/registry'
import { copied } from '@seriema/ml/statistics/plain-data'
import { LRUCache } from 'lru-cache'
import type { Watcher } from '../serving/watcher.ts'
import type { Db } from '../store/database.ts'
import type { Series } from '../store/series.ts'
import { type Allowance, createAllowance } from './allowance.ts'
import { createRebuild, type Dated, type Figures, isDear, termsOf } from './rebuild.ts'
import type { Shelf } from './shelf.ts'
import { bytesOfBaseline, bytesOfState } from './size.ts'

/**
 * What detection knows of the series used lately. A writer takes it and gives it back once its batch is committed: when
 * that fails, what the batch taught is gone with it, and the next writer has it made again from what is stored.
 */
export interface Watches {
  /**
   * For the one writer of the series in this process: what its watcher knows. `unhurried`: it waits until the detector is made again, where the
   * others would be kept waiting by that.
   */
  take(db: Db, series: Series, watcher: Watcher, unhurried?: boolean): Promise<Knowledge>
  /** After the commit; `disturbed` where points were stored among earlier ones, or in place of some. */
  give(after: Series, knowledge: Knowledge, disturbed: boolean): void
  /** For a reader: as of now, to be changed at will. */
  copy(db: Db, series: Series, watcher: Watcher): Promise<Knowledge>
  /** Puts what a detector has learnt of a series from its first point on in place of what is held. */
  adopt(seriesId: number, chosen: Dated): void
  /** What is known of a series holds no more. */
  drop(seriesId: number): void
  /** Before a transaction that takes some: once few enough states wait to be put away. */
  room(): Promise<void>
  readonly figures: WatchFigures
  /** Puts away what took long to learn, the states used last first, for so many milliseconds at most. */
  close(patience: number): Promise<void>
}

export interface WatchFigures {
  /** Series whose detector is at hand. */
  readonly held: number
  /** What is held takes, and what it may take. */
  readonly bytes: number
  readonly capacity: number
  /** Times a state had to be made again from stored points. */
  readonly madeAgain: number
}

interface Kept {
  readonly at: Figures
  /** Null when it is to be made again. */
  readonly baseline: Knowledge['baseline'] | null
  /** Of those who watched last, the newest first: where a canary speaks for some points, two take turns. */
  readonly chosen: readonly Dated[]
  readonly fallback: string | null
}

export interface WatchOptions {
  /** Reads the newest points of a series as it is now. */
  readonly newest: (db: Db, series: Series, count: number) => Promise<PointColumns>
  /** What to read by outside of transactions; null: detectors are made again within. */
  readonly db: Db | null
  /** Where states go that there is no room for; null: they are made again. */
  readonly shelf?: Shelf | null
  /** Bytes held at most. */
  readonly bytes?: number
  /** Points a detector is made again from. */
  readonly points?: number
}

const statesAtMost = 2

/** A state in place of the one that the same detector had. */
const withState = (all: readonly Dated[], one: Dated): readonly Dated[] =>
  [one, ...all.filter(({ state }) => !sameDetector(state, one.state))].slice(0, statesAtMost)

const sameDetector = (a: DetectorState, b: DetectorState): boolean => a.kind === b.kind && a.versionId === b.versionId

/** What the watcher knows of the series, learnt by the clocks that it has. */
const stateOf = (all: readonly Dated[], { timeZone }: Series, { detector }: Watcher): Dated | null =>
  (detector === null ? null : all.find(({ state }) => knownBy(state, detector) && state.timeZone === timeZone)) ?? null

/** Values learnt while others wait: about 20 ms at a time, and a tenth of a second in each. */
const [valuesAtOnce, valuesPerSecond] = [4_096, 20_000]
/** The same for whoever can wait: where states of more series than fit are asked for in turn, it would never end. */
const [unhurriedAtOnce, unhurriedPerSecond] = [2_000_000, 40_000]

export function createWatches(options: WatchOptions): Watches {
  const { newest, db: pool, shelf = null, bytes = 512 * 1_024 * 1_024, points = 4_096 } = options
  const putAway = (seriesId: number, { chosen }: Kept) => {
    for (const one of chosen)
      if (one.state.versionId === null && isDear(detectorOf(one.state.kind))) shelf?.put(seriesId, one)
  }
  const cache = new LRUCache<number, Kept>({
    dispose(kept, seriesId, reason) {
      if (reason === 'evict') putAway(seriesId, kept)
    },
    maxSize: bytes,
    sizeCalculation: ({ baseline, chosen }) =>
      1_024 + bytesOfBaseline(baseline?.length ?? 0) + chosen.reduce((sum, { state }) => sum + bytesOfState(state), 0),
  })
  const rebuild = createRebuild({ newest, points })
  const allowance = createAllowance(valuesAtOnce, valuesPerSecond, () => performance.now())
  const unhurriedAllowance = createAllowance(unhurriedAtOnce, unhurriedPerSecond, () => performance.now())
  let queue: Promise<void> = Promise.resolve()
  const underWay = new Set<number>()
  let madeAgain = 0

  const makeAgain = (by: Db, series: Series, detector: Detector): Promise<Dated> => {
    if (series.pointCount > 0) madeAgain++
    return rebuild.chosen(by, series, detector)
  }

  /**
   * Outside of any transaction, one series after the other, half of the time at most. What comes meanwhile is caught up
   * with by whoever takes it.
   */
  const makeLater = (by: Db, series: Series, detector: Detector): void => {
    if (underWay.has(series.id)) return
    underWay.add(series.id)
    queue = queue.then(async () => {
      const began = performance.now()
      try {
        const chosen = await makeAgain(by, series, detector)
        const { chosen: all = [], ...kept } = cache.get(series.id) ?? {}
        if (!all.some(({ state }) => sameDetector(state, chosen.state)))
          cache.set(series.id, {
            at: chosen.at,
            baseline: null,
            fallback: null,
            ...kept,
            chosen: withState(all, chosen),
          })
      } catch {
        // The next batch asks again.
      } finally {
        underWay.delete(series.id)
      }
      await setTimeout(performance.now() - began, undefined, { ref: false })
    })
  }

  const foundAgain = async (db: Db, series: Series, detector: Detector): Promise<Dated | null> => {
    const found = series.pointCount === 0 || shelf === null ? null : await shelf.find(db, series.id, detector)
    return found?.state.timeZone === series.timeZone ? found : null
  }

  const chosenOf = async (
    db: Db,
    series: Series,
    { detector }: Watcher,
    held: Dated | null,
    allowed: Allowance = allowance,
  ): Promise<DetectorState | null> => {
    if (detector === null) return null
    const dear = isDear(detector)
    const known = held ?? (dear ? await foundAgain(db, series, detector) : null)
    const chosen = known === null ? null : await rebuild.caughtUp(db, series, detector, known)
    if (chosen !== null) return chosen
    const work = series.channels.length * Math.min(points, series.pointCount)
    if (pool === null || !dear || allowed.take(work)) return (await makeAgain(db, series, detector)).state
    makeLater(pool, series, detector)
    return null
  }

  return {
    async take(db, series, watcher, unhurried = false) {
      const kept = cache.get(series.id)
      const held = stateOf(kept?.chosen ?? [], series, watcher)
      cache.delete(series.id)
      const others = kept?.chosen.filter(one => one !== held) ?? []
      if (kept !== undefined && others.length > 0) cache.set(series.id, { ...kept, baseline: null, chosen: others })
      const inStep = kept?.at.lastSeq === series.lastSeq && sameTerms(kept.at.terms, termsOf(series))
      const baseline = (inStep ? kept.baseline : null) ?? (await rebuild.baseline(db, series))
      const allowed = unhurried ? unhurriedAllowance : allowance
      const chosen = await chosenOf(db, series, watcher, held, allowed)
      return { baseline, chosen, fallback: kept?.fallback ?? null }
    },
    give(after, { baseline, chosen, fallback }, disturbed) {
      const { lastSeq, pointCount, lastAt } = after
      const at = { lastSeq, pointCount, lastAt, terms: termsOf(after) }
      const made = cache.get(after.id)?.chosen ?? []
      const all = chosen === null ? made : withState(made, { at, state: chosen })
      cache.set(after.id, { at, baseline: disturbed ? null : baseline, chosen: all, fallback })
    },
    async copy(db, series, watcher) {
      const kept = cache.get(series.id)
      const terms = termsOf(series)
      const upToDate = ({ at }: Pick<Kept, 'at'>) => at.lastSeq >= series.lastSeq && sameTerms(at.terms, terms)
      const current = kept !== undefined && upToDate(kept)
      const baseline = (current ? kept.baseline : null)?.map(copied) ?? (await rebuild.baseline(db, series))
      const held = stateOf(kept?.chosen ?? [], series, watcher)
      const chosen = held !== null && upToDate(held) ? copied(held.state) : await chosenOf(db, series, watcher, null)
      return { baseline, chosen, fallback: kept?.fallback ?? null }
    },
    adopt(seriesId, chosen) {
      shelf?.forget(seriesId)
      const { chosen: all = [], ...kept } = cache.get(seriesId) ?? {}
      cache.set(seriesId, { at: chosen.at, baseline: null, fallback: null, ...kept, chosen: withState(all, chosen) })
    },
    drop(seriesId) {
      cache.delete(seriesId)
      shelf?.forget(seriesId)
    },
    async room() {
      await shelf?.room()
    },
    get figures() {
      return { held: cache.size, bytes: cache.calculatedSize, capacity: bytes, madeAgain }
    },
    async close(patience) {
      for (const [seriesId, kept] of cache.entries()) putAway(seriesId, kept)
      cache.clear()
      await shelf?.close(patience)
    },
  }
}
