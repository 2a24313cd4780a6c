import type { Batch, Item } from './batch.ts'

/** The items of all batches, one by one. To return takes effect at once, as it does for the batches. */
export function spread(batches: AsyncGenerator<Batch, void, void>): AsyncGenerator<Item, void, void> {
  const waiting: Item[] = []
  const items: AsyncGenerator<Item, void, void> = {
    async next() {
      while (waiting.length === 0) {
        const result = await batches.next()
        if (result.done) return { done: true, value: undefined }
        waiting.push(...result.value.items)
      }
      return { done: false, value: waiting.shift()! }
    },
    return: value => batches.return(value).then(() => ({ done: true, value: undefined })),
    throw: error => batches.throw(error).then(() => ({ done: true, value: undefined })),
    [Symbol.asyncIterator]: () => items,
    [Symbol.asyncDispose]: async () => {
      await batches.return()
    },
  }
  return items
}
