import type { TimeZone } from '@seriema/domain/time-zone'
import type { WrittenTime } from '../time-format.ts'
import { beginningOfDay, inRange, sinceDayBegan } from '../time-format.ts'
import { createYears } from './without-year.ts'

/** Instants of a file, row by row: `key` tells whose row it is. NaN where the text is no time. */
export type Timeline = (key: string, text: string) => number

interface Place {
  at: number
  local: number
  /** Instants that were given to local times the clocks show twice, while in such an hour. */
  taken: Set<number> | null
  /** Whether the two passes of that hour come in turn: 02:00, 02:00, 02:15, 02:15. */
  paired: boolean
}

const keysKept = 100_000

/**
 * Each key's rows are in an order of their own, which tells apart the two passes of an hour shown twice: the same local
 * time again is the other pass, and an order that would be broken by the first pass is kept by the second. `from` is the
 * month that the first row is of where dates have no year, else null; `onNone` is told what `createYears` tells.
 */
export function createTimeline(
  read: (text: string) => WrittenTime | null,
  zone: TimeZone,
  newestFirst: boolean,
  from: number | null,
  onNone?: (yearsEarlier: number) => void,
): Timeline {
  const yearOf = from === null ? null : createYears(from, newestFirst, onNone)
  const places = new Map<string, Place>()
  const changes = createChangeTest(zone)
  return (key, text) => {
    const written = read(text)
    if (written === null) return Number.NaN
    const { offset, whole, elapsed } = written
    const local = yearOf === null ? written.local : yearOf(key, written.local)
    if (offset !== null) return inRange(local - offset)
    if (elapsed > 0) return inRange(sinceDayBegan(local - elapsed, elapsed, zone))
    if (zone.name === 'UTC') return inRange(local)
    const early = zone.instant(local)
    if (Number.isNaN(early)) return whole ? inRange(beginningOfDay(local, zone)) : Number.NaN
    let place = places.get(key)
    if (place === undefined) {
      if (places.size >= keysKept) places.clear()
      place = { at: newestFirst ? Number.POSITIVE_INFINITY : 0, local: Number.NaN, taken: null, paired: false }
      places.set(key, place)
    }
    const late = changes(local) ? zone.instant(local, Number.POSITIVE_INFINITY) : early
    if (early === late) {
      place.taken = null
      place.paired = false
      place.at = early
    } else place.at = pass(place, local, newestFirst ? [late, early] : [early, late], newestFirst)
    place.local = local
    return inRange(place.at)
  }
}

const day = 86_400_000

/** Whether the clocks may change around a local time; quick for times of the day that was asked for last. */
function createChangeTest(zone: TimeZone): (local: number) => boolean {
  let place = Number.NaN
  let known = false
  return local => {
    const asked = Math.floor(local / day)
    if (asked === place) return known
    place = asked
    known = zone.offset((asked - 1) * day) !== zone.offset((asked + 2) * day)
    return known
  }
}

function pass(place: Place, local: number, passes: readonly [number, number], newestFirst: boolean): number {
  const [first, second] = passes
  place.taken ??= new Set()
  if (place.taken.has(first)) {
    place.paired ||= local === place.local
    return second
  }
  const breaks = newestFirst ? first >= place.at : first <= place.at
  if (breaks && !place.paired) return second
  place.taken.add(first)
  return first
}
