interface Found {
  readonly id: string
  readonly at: string
}

export type Order<Item> = (a: Item, b: Item) => number

export const newestFirst: Order<{ readonly at: string }> = (a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)
export const strongestFirst: Order<{ readonly score: number }> = (a, b) => b.score - a.score

/** The first `most` of both lists in the order, each id once; `fresh` wins over `known`. */
export function merge<Item extends Found>(
  fresh: readonly Item[],
  known: readonly Item[],
  most: number,
  order: Order<Item>,
): readonly Item[] {
  const ids = new Set(fresh.map(it => it.id))
  const all = [...fresh, ...known.filter(it => !ids.has(it.id))]
  return all.toSorted(order).slice(0, most)
}
