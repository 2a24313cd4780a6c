import { rest } from '../concurrency/retry.ts'
import type { Audience } from './audience.ts'
import type { Batch } from './batch.ts'
import type { EventFilter } from './filter.ts'
import type { Covering } from './seat.ts'
import { covering } from './seat.ts'

export interface Source {
  readonly audience: Audience
  /** The last event sent to the audience. */
  head(): number
  /** One message of what the filter lets pass after `after`, up to `upTo`; null once the signal says to stop. */
  read(filter: EventFilter, after: number, upTo: number, signal: AbortSignal): Promise<Covering | null>
  /** Milliseconds between two messages. */
  readonly pace: number
}

/**
 * Reads on from the store until it has caught up with the audience, then takes a seat in it; goes back to the store
 * when the seat is lost. Between finding that nothing is left to read and sitting down nothing else can happen, so no
 * event falls between; a seat skips what was read before. The first batch reads up to `newest`, ahead of the audience
 * if need be: whoever comes back is given at once what was missed.
 */
export async function* follow(
  source: Source,
  filter: EventFilter,
  after: number,
  newest: number,
  signal: AbortSignal,
): AsyncGenerator<Batch, void, void> {
  let at = after
  let first = true
  while (!signal.aborted) {
    while (first || at < source.head()) {
      const upTo = first ? Math.max(newest, source.head()) : source.head()
      const batch = at < upTo ? await source.read(filter, at, upTo, signal) : covering([], at)
      if (batch === null) return
      at = batch.lastId
      if (batch.items.length === 0 && !first) continue
      first = false
      yield batch
      if (at < source.head()) await rest(source.pace, signal)
    }
    if (signal.aborted) return
    const seat = source.audience.sit(filter, at)
    const leave = () => seat.leave()
    signal.addEventListener('abort', leave)
    try {
      for (let batch = await seat.next(); batch !== null; batch = await seat.next()) {
        at = batch.lastId
        yield batch
      }
    } finally {
      signal.removeEventListener('abort', leave)
      leave()
    }
  }
}
