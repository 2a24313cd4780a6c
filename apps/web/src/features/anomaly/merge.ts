/** The newest `most` of both lists by instant, newest first, each id once; `fresh` wins over `known`. */
export function merge<Item extends { readonly id: string; readonly at: string }>(
  fresh: readonly Item[],
  known: readonly Item[],
  most: number,
): readonly Item[] {
  const ids = new Set(fresh.map(it => it.id))
  const all = [...fresh, ...known.filter(it => !ids.has(it.id))]
  return all.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, most)
}
