import { Fault } from '@seriema/domain/fault'
import { parseSeriesKey } from '@seriema/domain/series'
import type { Layout } from './plan.ts'

/** Series that one file may hold. */
const seriesLimit = 50_000

/** The key of the series that a row belongs to, by what its key column says; a Fault where it can belong to none. */
export type SeriesKeys = (said: string) => string | Fault

/**
 * `prefix` is the series' key, or what keys begin with where the file has a key column. No two things the column says
 * share a key: the second one is refused. Throws INVALID_INPUT for more series than a file may hold.
 */
export function createSeriesKeys({ keyColumn, columns }: Layout, prefix: string): SeriesKeys {
  const known = new Map<string, string | Fault>()
  const owners = new Map<string, string>()

  const claim = (said: string): string | Fault => {
    const key = keyColumn === null ? parseSeriesKey(prefix) : keyOf(prefix, said)
    const owner = owners.get(key)
    if (owner !== undefined)
      return new Fault('INVALID_SERIES_KEY', `'${said}' would go into ${key} like '${owner}': rename one of them`)
    if (owners.size >= seriesLimit)
      throw new Fault(
        'INVALID_INPUT',
        `${columns[keyColumn!]} names more than ${seriesLimit} series: is it the key column?`,
      )
    owners.set(key, said)
    return key
  }

  return text => {
    const found = known.get(text)
    if (found !== undefined) return found
    const said = detached(text)
    const key = claim(said)
    known.set(said, key)
    return key
  }
}

/** A series' key of what a file says: accents dropped, everything else that is no letter, digit or underscore becomes one. */
function keyOf(prefix: string, said: string): string {
  const plain = said
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
  return parseSeriesKey(`${prefix}_${plain}`.slice(0, 128))
}

/** A slice of a file's text would keep all of that text in memory. */
const detached = (text: string): string => Buffer.from(text).toString()
