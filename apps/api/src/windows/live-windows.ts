import type { PointColumns } from '@seriema/domain/point'
import { LRUCache } from 'lru-cache'
import type { Db } from '../store/database.ts'
import type { SeriesTail } from '../store/point.ts'
import { readSeriesTails, readTail } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { createTail, type Tail } from './tail.ts'

/** What a batch did to a series, once it is committed. */
export interface Advance {
  readonly before: Series
  readonly after: Series
  /** Points later than all before. */
  readonly appended: PointColumns
  /** Whether points were stored among earlier ones, or in place of some. */
  readonly disturbed: boolean
}

/**
 * The last points of the series used lately. Each stands for one `lastSeq`, which counts every point stored or replaced:
 * who holds the series' row knows from it whether another process went ahead, and what is held here is read again. Losing
 * it loses nothing.
 */
export interface LiveWindows {
  /** The last `count` points where they are held already; null where they would have to be read. */
  held(series: Series, count: number): PointColumns | null
  /** The last `count` points; null when that is more than a window holds. */
  tail(db: Db, series: Series, count: number): Promise<PointColumns | null>
  /** What `make` made of the last points, made once until new ones come. */
  remember<T>(series: Series, name: string, make: () => Promise<T>): Promise<T>
  /** The last `count` points, or all there are, without holding more than these. */
  newest(db: Db, series: Series, count: number): Promise<PointColumns>
  /** The same of many, in order: those that are not held are read by one statement. */
  newestOfMany(db: Db, series: readonly Series[], count: number): Promise<readonly PointColumns[]>
  /** The newest points, few or many. */
  recent(db: Db, series: Series): Promise<PointColumns>
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
  readonly remembered: Map<string, Promise<unknown>>
}

/** Points held of each series, unless said otherwise: three days of minutes, in which a day shows, and what an outage takes. */
export const pointsHeld = 4_608
/** Points read where some are wanted, no matter how many. */
const some = 200
const rememberedAtMost = 16

export function createLiveWindows(limits: LiveWindowLimits = {}): LiveWindows {
  const points = limits.points ?? pointsHeld
  const entries = new LRUCache<number, Entry>({
    maxSize: limits.bytes ?? 256 * 1_024 * 1_024,
    sizeCalculation: entry => entry.tail.bytes + 4_096,
  })

  const hold = (id: number, tail: SeriesTail): Entry => {
    const read = toEntry(tail, points)
    const held = entries.get(id)
    if (held === undefined || held.lastSeq <= read.lastSeq) entries.set(id, read)
    return read
  }

  const load = async (db: Db, series: Series, count: number): Promise<Entry> =>
    hold(series.id, series.pointCount === 0 ? nothingOf(series) : await readTail(db, series, count))

  /** What is held, when nothing was stored since. */
  const current = (series: Series): Entry | undefined => {
    const entry = entries.get(series.id)
    return entry !== undefined && entry.lastSeq >= series.lastSeq ? entry : undefined
  }

  const held = (series: Series, count: number): PointColumns | null => {
    const entry = current(series)
    return entry !== undefined && (entry.whole || entry.tail.count >= count) ? entry.tail.view(count) : null
  }

  const newest = async (db: Db, series: Series, count: number): Promise<PointColumns> =>
    held(series, count) ?? (await load(db, series, count)).tail.view(count)

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
    newest,
    async newestOfMany(db, series, count) {
      const views = series.map(one => held(one, count))
      const missing = series.filter((_, i) => views[i] === null).map(({ id }) => id)
      const read = missing.length === 0 ? null : await readSeriesTails(db, missing, count)
      return series.map(({ id, channels }, i) => {
        const tail = read?.get(id)
        const view = tail === undefined ? views[i] : hold(id, tail).tail.view(count)
        return view ?? { times: new Float64Array(), channels: channels.map(() => new Float64Array()) }
      })
    },
    async recent(db, series) {
      const { tail } = current(series) ?? (await load(db, series, some))
      return tail.view(points)
    },
    advance({ before, after, appended, disturbed }) {
      const entry = entries.get(after.id)
      if (entry === undefined || entry.lastSeq > after.lastSeq) return
      if (disturbed || (entry.lastSeq !== before.lastSeq && entry.lastSeq !== after.lastSeq)) {
        entries.delete(after.id)
        return
      }
      if (entry.lastSeq === before.lastSeq) entry.tail.append(appended)
      const whole = entry.whole && entry.tail.count === after.pointCount
      entries.set(after.id, { lastSeq: after.lastSeq, tail: entry.tail, whole, remembered: new Map() })
    },
    drop(seriesId) {
      entries.delete(seriesId)
    },
  }
}

/** Of a series without points there is nothing to be read. */
const nothingOf = ({ lastSeq, channels }: Series): SeriesTail => ({
  lastSeq,
  pointCount: 0,
  points: { times: new Float64Array(0), channels: channels.map(() => new Float64Array(0)) },
})

const toEntry = (read: SeriesTail, limit: number): Entry => ({
  lastSeq: read.lastSeq,
  tail: createTail(read.points, limit),
  whole: read.points.times.length === read.pointCount,
  remembered: new Map(),
})
