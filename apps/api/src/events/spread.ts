import type { Batch } from './batch.ts'
import type { EventKind, Item, ItemOf } from './event.ts'

/** The items of one kind in all batches, one by one. To return takes effect at once, as it does for the batches. */
export function spread<K extends EventKind>(
  kind: K,
  batches: AsyncGenerator<Batch, void, void>,
): AsyncGenerator<ItemOf<K>, void, void> {
  const waiting: ItemOf<K>[] = []
  const items: AsyncGenerator<ItemOf<K>, void, void> = {
    async next() {
      while (waiting.length === 0) {
        const result = await batches.next()
        if (result.done) return { done: true, value: undefined }
        waiting.push(...result.value.items.filter((item): item is Item & ItemOf<K> => item.kind === kind))
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
