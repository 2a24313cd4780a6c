const words: readonly (readonly [words: string, power: number])[] = [
  ['K k Tsd mil thousand tys тыс', 3],
  ['万', 4],
  ['lakh lakhs lac', 5],
  ['M MM mn mln Mio milhão milhões mill million millions millón millones millionen Millionen млн', 6],
  ['crore crores Cr', 7],
  ['亿 億', 8],
  ['B bn Mrd mld billion billions Milliarde Milliarden млрд', 9],
]
const powers = new Map(words.flatMap(([all, power]) => all.split(' ').map(word => [word, power] as const)))
/** What may stand for a multiple only where nothing follows: else it is a word of its own. */
const last: Readonly<Record<string, number>> = { mi: 6, bi: 9 }

/** The power of ten that a word or letter behind a number stands for; null for none. `ends`: whether nothing follows it. */
export const powerOf = (word: string, ends: boolean): number | null =>
  powers.get(word) ?? (ends ? (last[word] ?? null) : null)
