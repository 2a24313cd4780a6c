import { covers, type Reach } from '@seriema/domain/access'
import type { Batch } from './batch.ts'

/**
 * Only what is of series within reach, as they are at the moment; what is of no series is for those who reach all. A batch
 * with nothing left in it is not sent, but for the first, which says that the stream has begun.
 */
export function within(reach: Reach, batches: AsyncGenerator<Batch, void, void>): AsyncGenerator<Batch, void, void> {
  if (reach === null) return batches
  let begun = false
  const inside: AsyncGenerator<Batch, void, void> = {
    async next() {
      for (;;) {
        const result = await batches.next()
        if (result.done) return { done: true, value: undefined }
        const { cursor, items } = result.value
        const seen = items.filter(({ series }) => series !== null && covers(reach, series))
        if (begun && seen.length === 0) continue
        begun = true
        return { done: false, value: { cursor, items: seen } }
      }
    },
    return: value => batches.return(value),
    throw: error => batches.throw(error),
    [Symbol.asyncIterator]: () => inside,
    [Symbol.asyncDispose]: async () => {
      await batches.return()
    },
  }
  return inside
}
