import type { PointColumns } from '@seriema/domain/point'
import { scorers } from '@seriema/ml/scorers/registry'
import type { ZscoreState } from '@seriema/ml/scorers/zscore'
import { LRUCache } from 'lru-cache'
import type { Db } from '../store/database.ts'
import type { SeriesTail } from '../store/points.ts'
import { readTail } from '../store/points.ts'
import type { Series } from '../store/series.ts'
import { createTail, type Tail } from './tail.ts'

/** What the detectors know of a series: one state per channel, and why the last batch fell back, if it did. */
export interface Watch {
  readonly states: readonly ZscoreState[]
  readonly fallback: string | null
}

/** What a batch did to a series, once it is committed. */
export interface Advance {
  readonly before: Series
  readonly after: Series
  /** Points later than all before. */
  readonly appended: PointColumns
  /** Whether points were stored among earlier ones, or in place of some. */
  readonly disturbed: boolean
  readonly watch: Watch
}

/**
 * The last points and the scorers' states of the series used lately. Each stands for one `lastSeq`, which counts every
 * point stored or replaced: who holds the series' row knows from it whether another process went ahead, and what is held
 * here is read again. Losing it loses nothing.
 */
export interface LiveWindows {
  /** The last `count` points where they are held already; null where they would have to be read. */
  held(series: Series, count: number): PointColumns | null
  /** The last `count` points; null when that is more than a window holds. */
  tail(db: Db, series: Series, count: number): Promise<PointColumns | null>
  /** What `make` made of the last points, made once until new ones come. */
  remember<T>(series: Series, name: string, make: () => Promise<T>): Promise<T>
  /** For a writer that holds the series' lock: the newest points, few or many, and the states after them, to be copied. */
  watch(tx: Db, series: Series): Promise<Watch & { readonly recent: PointColumns }>
  /** For a reader: the states as of now, to be copied. */
  states(db: Db, series: Series): Promise<readonly ZscoreState[]>
  /** After the commit. */
  advance(change: Advance): void
  drop(seriesId: number): void
}

export interface LiveWindowLimits {
  /** Bytes of points held. */
  readonly bytes?: number
  /** Points held of each series. */
  readonly points?: number
}

interface Entry {
  readonly lastSeq: number
  readonly tail: Tail
  /** Whether the series has no earlier points than `tail`. */
  readonly whole: boolean
  readonly watch: Watch | null
  readonly remembered: Map<string, Promise<unknown>>
}

/** Points read to rebuild the scorers' states; all there are to hold where too many of these have missing values. */
const scorerPoints = 4 * scorers.zscore.memory(scorers.zscore.defaults)
const rememberedAtMost = 16

export function createLiveWindows(limits: LiveWindowLimits = {}): LiveWindows {
  const points = limits.points ?? 4_096
  const entries = new LRUCache<number, Entry>({
    maxSize: limits.bytes ?? 256 * 1_024 * 1_024,
    sizeCalculation: entry => entry.tail.bytes + 4_096,
  })

  const load = async (db: Db, series: Series, count: number): Promise<Entry> => {
    const read = toEntry(await readTail(db, series, count), points)
    const held = entries.get(series.id)
    const entry = held?.lastSeq === read.lastSeq ? { ...read, watch: held.watch } : read
    if (held === undefined || held.lastSeq <= entry.lastSeq) entries.set(series.id, entry)
    return entry
  }

  /** What is held, when nothing was stored since. */
  const current = (series: Series): Entry | undefined => {
    const entry = entries.get(series.id)
    return entry !== undefined && entry.lastSeq >= series.lastSeq ? entry : undefined
  }

  /** Read again unless `held` is to be used; the states are rebuilt where they are not known. */
  const watched = async (db: Db, series: Series, held: Entry | undefined): Promise<Entry> => {
    if (held === undefined) entries.delete(series.id)
    let entry = held ?? (await load(db, series, scorerPoints))
    if (entry.watch !== null) return entry
    if (!entry.whole && !enough(entry.tail)) entry = await load(db, series, points)
    const complete = { ...entry, watch: { states: replay(entry.tail, series.channels.length), fallback: null } }
    if (entries.peek(series.id) === entry) entries.set(series.id, complete)
    return complete
  }

  const held = (series: Series, count: number): PointColumns | null => {
    const entry = current(series)
    return entry !== undefined && (entry.whole || entry.tail.count >= count) ? entry.tail.view(count) : null
  }

  return {
    held,
    async tail(db, series, count) {
      if (count > points) return null
      return held(series, count) ?? (await load(db, series, points)).tail.view(count)
    },
    remember(series, name, make) {
      const entry = current(series)
      const known = entry?.remembered.get(name)
      if (known !== undefined) return known as ReturnType<typeof make>
      const made = make()
      const after = current(series)
      if (after !== undefined && after.remembered.size < rememberedAtMost) {
        after.remembered.set(name, made)
        made.catch(() => after.remembered.delete(name))
      }
      return made
    },
    async watch(tx, series) {
      const held = current(series)
      const entry = await watched(tx, series, held?.lastSeq === series.lastSeq ? held : undefined)
      return { ...entry.watch!, recent: entry.tail.view(points) }
    },
    async states(db, series) {
      return (await watched(db, series, current(series))).watch!.states
    },
    advance({ before, after, appended, disturbed, watch }) {
      const entry = entries.get(after.id)
      if (entry === undefined || entry.lastSeq > after.lastSeq) return
      if (disturbed || (entry.lastSeq !== before.lastSeq && entry.lastSeq !== after.lastSeq)) {
        entries.delete(after.id)
        return
      }
      if (entry.lastSeq === before.lastSeq) entry.tail.append(appended)
      const whole = entry.whole && entry.tail.count === after.pointCount
      entries.set(after.id, { lastSeq: after.lastSeq, tail: entry.tail, whole, watch, remembered: new Map() })
    },
    drop(seriesId) {
      entries.delete(seriesId)
    },
  }
}

const toEntry = (read: SeriesTail, limit: number): Entry => ({
  lastSeq: read.lastSeq,
  tail: createTail(read.points, limit),
  whole: read.points.times.length === read.pointCount,
  watch: null,
  remembered: new Map(),
})

const { zscore } = scorers

/** Whether every channel has as many values as its scorer remembers. */
function enough(tail: Tail): boolean {
  const { channels } = tail.view(tail.count)
  const needed = zscore.memory(zscore.defaults)
  return channels.every(
    values => values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0) >= needed,
  )
}

const replay = (tail: Tail, channels: number): readonly ZscoreState[] =>
  Array.from({ length: channels }, (_, c) =>
    zscore.replay(zscore.initial(zscore.defaults), tail.view(tail.count).channels[c] ?? new Float64Array(0)),
  )
