import { LRUCache } from 'lru-cache'
import type { Db } from '../../store/database.ts'
import { findSeriesByIds, type Series } from '../../store/series.ts'

/** Series as they were a moment ago, so that they are not read for every event. */
export interface KnownSeries {
  /** Those of these ids that are there, by their ids. `now`: epoch milliseconds. */
  read(db: Db, ids: readonly number[], now: number): Promise<ReadonlyMap<number, Series>>
  /** It was changed: it is read anew. */
  forget(id: number): void
}

const [most, fresh] = [100_000, 60_000]

export function createKnownSeries(): KnownSeries {
  const known = new LRUCache<number, { readonly series: Series | null; readonly readAt: number }>({ max: most })
  return {
    async read(db, ids, now) {
      const distinct = [...new Set(ids)]
      const unknown = distinct.filter(id => {
        const one = known.get(id)
        return one === undefined || Math.abs(now - one.readAt) > fresh
      })
      if (unknown.length > 0) {
        const found = new Map((await findSeriesByIds(db, unknown)).map(series => [series.id, series]))
        for (const id of unknown) known.set(id, { series: found.get(id) ?? null, readAt: now })
      }
      return new Map(
        distinct.flatMap(id => {
          const series = known.get(id)?.series
          return series == null ? [] : [[id, series] as const]
        }),
      )
    },
    forget: id => void known.delete(id),
  }
}
