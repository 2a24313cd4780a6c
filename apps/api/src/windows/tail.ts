import type { PointColumns } from '@seriema/domain/point'

/** The newest points of a series in a row. What `view` gave out stays as it was: room is only ever filled, then left. */
export interface Tail {
  /** Points held. */
  readonly count: number
  readonly bytes: number
  /** The last `count` points, oldest first, without a copy. */
  view(count: number): PointColumns
  /** `points` are later than all that is held. */
  append(points: PointColumns): void
}

/** Keeps at least the last `limit` of the points given, at most twice as many. */
export function createTail(initial: PointColumns, limit: number): Tail {
  let times = initial.times
  let channels = initial.channels
  let end = times.length

  const makeRoom = (incoming: number) => {
    if (end + incoming <= times.length) return
    const kept = Math.min(end, limit - incoming)
    const size = Math.min(2 * limit, Math.max(64, 2 * (kept + incoming)))
    const moved = (from: Float64Array) => {
      const to = new Float64Array(size)
      to.set(from.subarray(end - kept, end))
      return to
    }
    times = moved(times)
    channels = channels.map(moved)
    end = kept
  }

  return {
    get count() {
      return end
    },
    get bytes() {
      return times.byteLength * (1 + channels.length)
    },
    view(count) {
      const from = Math.max(0, end - count)
      return { times: times.subarray(from, end), channels: channels.map(values => values.subarray(from, end)) }
    },
    append(points) {
      const incoming = points.times.length
      if (incoming >= limit) {
        times = points.times.slice(incoming - limit)
        channels = points.channels.map(values => values.slice(incoming - limit))
        end = limit
        return
      }
      makeRoom(incoming)
      times.set(points.times, end)
      channels.forEach((values, c) => {
        values.set(points.channels[c]!, end)
      })
      end += incoming
    },
  }
}
