import { Fault } from './fault.ts'

const day = 86_400_000
const quarter = 900_000

/** What a zone's clocks show, against UTC. All in milliseconds. */
export interface TimeZone {
  readonly name: string
  /** What to add to an instant for the local time. */
  offset(instant: number): number
  /**
   * The instant of a local time (what `Date.UTC` gives for its fields); NaN for one the clocks skip. A time the clocks
   * show twice is the earlier one, unless that would not come after `previous`: a file in order goes on in order.
   */
  instant(local: number, previous?: number): number
}

/** An IANA zone such as `Europe/Lisbon`, or a fixed one such as `Etc/GMT+3`. Throws INVALID_INPUT. */
export function openTimeZone(name: string): TimeZone {
  const measure = offsetOf(name)
  const spans = [6 * day, day].map(length => ({ length, offsets: new Map<number, number>() }))
  const quarters = new Map<number, number>()
  /** The span that was asked for last: instants mostly come in order. */
  let last = { from: 0, to: 0, offset: 0 }

  /** Where an offset is the same at both ends of a span it is so throughout: no zone changes twice in six days. */
  const offset = (instant: number): number => {
    if (instant >= last.from && instant < last.to) return last.offset
    for (const { length, offsets } of spans) {
      const place = Math.floor(instant / length)
      let known = offsets.get(place)
      if (known === undefined) {
        const [first, last] = [measure(place * length), measure((place + 1) * length - quarter)]
        known = remember(offsets, place, first === last ? first : Number.NaN)
      }
      if (Number.isNaN(known)) continue
      last = { from: place * length, to: (place + 1) * length, offset: known }
      return known
    }
    return withinTransition(instant)
  }
  /** Zones change at whole quarters of an hour. */
  const withinTransition = (instant: number): number => {
    const place = Math.floor(instant / quarter)
    const known = quarters.get(place)
    if (known !== undefined) return known
    return remember(quarters, place, measure(place * quarter))
  }

  const instant = (local: number, previous = Number.NEGATIVE_INFINITY): number => {
    const before = offset(local - day)
    const after = offset(local + day)
    const early = local - Math.max(before, after)
    const late = local - Math.min(before, after)
    const earlyFits = offset(early) === local - early
    if (early === late) return earlyFits ? early : Number.NaN
    const lateFits = offset(late) === local - late
    if (earlyFits && !(lateFits && early <= previous)) return early
    return lateFits ? late : Number.NaN
  }
  return { name, offset, instant }
}

/** Zones that steps are counted in, each with the offsets found so far: what a name means never changes. */
const held = new Map<string, TimeZone>()
const heldAtMost = 64

/** `openTimeZone`, once for all who count in it. */
export function timeZone(name: string): TimeZone {
  const known = held.get(name)
  if (known !== undefined) return known
  const opened = openTimeZone(name)
  if (held.size >= heldAtMost) held.clear()
  held.set(name, opened)
  return opened
}

/** The instant of a local time, the earlier of two; of one the clocks skip, that as far behind their leap. */
export function instantOf(zone: TimeZone, local: number): number {
  const at = zone.instant(local)
  return Number.isNaN(at) ? local - Math.min(zone.offset(local - day), zone.offset(local + day)) : at
}

function remember(cache: Map<number, number>, place: number, value: number): number {
  if (cache.size >= 20_000) cache.clear()
  cache.set(place, value)
  return value
}

function offsetOf(name: string): (instant: number) => number {
  if (name === 'UTC') return () => 0
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as Intl.DateTimeFormatOptions)
  } catch {
    throw new Fault(
      'INVALID_INPUT',
      `${name.slice(0, 80)} is not a time zone: give an IANA name such as UTC or America/Sao_Paulo`,
    )
  }
  return instant => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
    const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
    return local - Math.floor(instant / 1_000) * 1_000
  }
}
