import {
  counterPlaces,
  falls,
  hasCounters,
  lastReadings,
  type Reading,
  rates,
  type ValuePlace,
} from '@seriema/domain/counter'
import type { PointColumns } from '@seriema/domain/point'
import type { ChangedPoints } from '@seriema/domain/settle'
import { merge, overlaid, pick } from '@seriema/domain/settle'
import type { Db } from '../store/database.ts'
import { nextReadings, readingsBefore } from '../store/point/reading.ts'
import { readStored } from '../store/point.ts'
import { type Series, stepOf } from '../store/series.ts'

/** New points of a series beside those they are compared with, as they are watched. */
export interface ChangedRates extends ChangedPoints {
  /** Points stored among them, or before; see `NewPoints`. */
  readonly around: PointColumns
  /** The new points alone, ascending: `outOfOrder` has stored ones too, whose rates changed with their predecessors. */
  readonly own: PointColumns
  /** Values that are stored as they were and are to be judged anew, since what came before them is another. */
  readonly again: readonly ValuePlace[]
  /** Values of counters that fell there. */
  readonly fallen: readonly ValuePlace[]
}

/**
 * Counters as rates, everything else as it is. A reading that comes among others, or in place of one, changes the rate of
 * the next one, too.
 *
 * @param around what is stored from before the first point out of order to the last of them
 * @param recent the newest points stored, if they are known
 */
export async function changedRates(
  db: Db,
  series: Series,
  { inOrder, outOfOrder }: ChangedPoints,
  around: PointColumns,
  recent: PointColumns | null,
): Promise<ChangedRates> {
  if (!hasCounters(series.channels))
    return { inOrder, outOfOrder, around, own: merge(outOfOrder, inOrder), again: [], fallen: [] }
  const { channels } = series
  const step = stepOf(series)
  if (outOfOrder.times.length === 0) {
    const first = inOrder.times[0]
    const before = first === undefined ? [] : await readingsBefore(db, series, first, recent)
    const watched = rates(inOrder, channels, step, before)
    return { inOrder: watched, outOfOrder, around, own: watched, again: [], fallen: falls(inOrder, channels, before) }
  }
  const next = await readStored(db, series, await nextReadings(db, series, outOfOrder.times.at(-1)!))
  const stored = overlaid(around, next)
  const readings = overlaid(stored, outOfOrder)
  const before = await readingsBefore(db, series, readings.times[0]!, null)
  const watched = rates(readings, channels, step, before)
  const came = new Set(outOfOrder.times)
  const again = followers(readings, series, came)
  const judged = new Set([...came, ...again.map(({ at }) => at)])
  const placesOf = (of: ReadonlySet<number>) =>
    Array.from(readings.times.keys()).filter(i => of.has(readings.times[i]!))
  const beforeFollowing = await readingsBeforeFollowing()
  const following = rates(inOrder, channels, step, beforeFollowing)
  return {
    inOrder: following,
    outOfOrder: pick(watched, placesOf(judged)),
    around: watched,
    own: merge(pick(watched, placesOf(came)), following),
    again,
    fallen: [...falls(readings, channels, before), ...falls(inOrder, channels, beforeFollowing)],
  }

  /** What came out of order may be newer than what is stored. */
  async function readingsBeforeFollowing(): Promise<readonly (Reading | null)[]> {
    const first = inOrder.times[0]
    if (first === undefined) return []
    const known = lastReadings(recent === null ? readings : overlaid(overlaid(stored, recent), outOfOrder))
    const last = await readingsBefore(db, series, first, recent)
    return known.map((reading, c) => {
      const other = last[c] ?? null
      return other !== null && !came.has(other.at) && (reading === null || other.at > reading.at) ? other : reading
    })
  }
}

/** The readings right after those that came, unless these came as well. */
function followers(readings: PointColumns, { channels }: Series, came: ReadonlySet<number>): ChangedRates['again'] {
  return counterPlaces(channels).flatMap(channel => {
    const found: ValuePlace[] = []
    let changed = false
    readings.channels[channel]!.forEach((value, i) => {
      const at = readings.times[i]!
      if (came.has(at)) changed = true
      else if (changed && !Number.isNaN(value)) {
        found.push({ at, channel })
        changed = false
      }
    })
    return found
  })
}
