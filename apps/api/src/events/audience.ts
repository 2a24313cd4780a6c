import type { Event, Item } from './event.ts'
import type { EventFilter } from './filter.ts'
import { filterKey, passing } from './filter.ts'
import type { Seat } from './seat.ts'
import { covering, takeSeat } from './seat.ts'

/** Those who listen live, grouped by filter: what passes is chosen once a group, and its members share the batch. */
export interface Audience {
  /** A seat that receives what comes after the event `after`. */
  sit(filter: EventFilter, after: number): Seat
  /** Whether anybody wants this event. */
  wants(event: Event): boolean
  send(items: readonly Item[], lastId: number): void
  /** Gives groups that got nothing for a while a cursor up to date, so that theirs does not grow old. */
  remind(lastId: number): void
  empty(): boolean
  dismiss(): void
}

interface Group {
  readonly passes: (event: Event) => boolean
  readonly seats: Map<Seat, number>
  sentAt: number
  lastId: number
}

const quiet = 60_000

export function gatherAudience(clock: () => number): Audience {
  const groups = new Map<string, Group>()

  const hand = (group: Group, items: readonly Item[], lastId: number) => {
    group.sentAt = clock()
    group.lastId = lastId
    const batch = covering(items, lastId)
    const firstId = items[0]?.event.id ?? lastId
    for (const [seat, after] of group.seats) {
      if (after < firstId) seat.push(batch)
      else if (after < lastId) {
        const rest = items.filter(item => item.event.id > after)
        if (rest.length > 0) seat.push(covering(rest, lastId))
      }
    }
  }

  return {
    sit(filter, after) {
      const key = filterKey(filter)
      const group = groups.get(key) ?? { passes: passing(filter), seats: new Map(), sentAt: clock(), lastId: after }
      groups.set(key, group)
      const seat = takeSeat(left => {
        group.seats.delete(left)
        if (group.seats.size === 0 && groups.get(key) === group) groups.delete(key)
      })
      group.seats.set(seat, after)
      return seat
    },
    wants: event => [...groups.values()].some(group => group.passes(event)),
    send(items, lastId) {
      for (const group of groups.values()) {
        const passed = items.filter(item => group.passes(item.event))
        if (passed.length > 0) hand(group, passed, lastId)
      }
    },
    remind(lastId) {
      for (const group of groups.values())
        if (lastId > group.lastId && clock() - group.sentAt >= quiet) hand(group, [], lastId)
    },
    empty: () => groups.size === 0,
    dismiss() {
      for (const group of [...groups.values()]) for (const seat of [...group.seats.keys()]) seat.leave()
    },
  }
}
