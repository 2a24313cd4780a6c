import type { Batch } from './batch.ts'
import type { Item } from './event.ts'
import { sizeOf } from './event.ts'
import { encodeCursor } from './log.ts'

/** A batch on its way: the id of the last event it covers, passed by the filter or not, and how many values it holds. */
export interface Covering extends Batch {
  readonly lastId: number
  readonly size: number
}

/** Where one subscriber waits for live batches. */
export interface Seat {
  /** Never blocks the sender: a subscriber that is too far behind loses its seat. */
  push(batch: Covering): void
  /** The next batch; null when the seat is lost and what it held must be read from the store, or when it was left. */
  next(): Promise<Covering | null>
  leave(): void
}

/** Messages a subscriber may be behind, and values they may hold, before it has to read on from the store. */
const longestQueue = 8
const mostValues = 40_000

export const covering = (items: readonly Item[], lastId: number): Covering => ({
  cursor: encodeCursor(lastId),
  items,
  lastId,
  size: items.reduce((sum, item) => sum + sizeOf(item), 0),
})

export function takeSeat(left: (seat: Seat) => void): Seat {
  let queue: Covering[] | null = []
  let held = 0
  let waiting: ((batch: Covering | null) => void) | null = null

  const lose = () => {
    queue = null
    waiting?.(null)
    waiting = null
    left(seat)
  }
  const seat: Seat = {
    push(batch) {
      if (queue === null) return
      if (waiting !== null) {
        waiting(batch)
        waiting = null
        return
      }
      held += batch.size
      if (queue.length >= longestQueue || (queue.length > 0 && held > mostValues)) return lose()
      queue.push(batch)
    },
    next() {
      if (queue === null) return Promise.resolve(null)
      const batch = queue.shift()
      if (batch === undefined) return new Promise(resolve => (waiting = resolve))
      held -= batch.size
      return Promise.resolve(batch)
    },
    leave: lose,
  }
  return seat
}
