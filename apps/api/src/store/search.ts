import { seriesBounds } from '@seriema/domain/series'

/** Words of a search that are looked for; further ones are not. */
const mostWords = 16
/** No text that is searched is longer, so a longer word is in none of them, and its beginning says so as well. */
const mostCharacters = seriesBounds.textLength + 1

/** What a text is like that holds a word, for `ilike`. */
export const containing = (word: string): string => `%${word.slice(0, mostCharacters).replace(/[\\%_]/g, '\\$&')}%`

/** What each word of a search is like, for `ilike`: a text holds the word where it is like it. */
export const patternsOf = (search: string | null | undefined): string[] =>
  (search ?? '').split(/\s+/).filter(Boolean).slice(0, mostWords).map(containing)
