import { Fault } from '@seriema/domain/fault'
import { parseSeriesKey } from '@seriema/domain/series'
import type { App } from '../app.ts'
import type { Layout } from '../sources/file/plan.ts'
import type { Series } from '../store/series.ts'
import { findSeries } from '../store/series.ts'
import { createSeries } from './series.ts'

/** Where rows go: for each channel of the series the value column it is read from, −1 where the file has none. */
export interface Target {
  readonly key: string
  readonly columns: readonly number[]
}

/** Finds or makes the series of a file. */
export interface Targets {
  /** One answer for each thing the key column says, in order: a Fault for rows that have no series. */
  find(keys: readonly string[]): Promise<readonly (Target | Fault)[]>
  /** Keys of the series found so far. */
  readonly seriesKeys: readonly string[]
}

const seriesLimit = 10_000

/** `prefix` is the series' key, or what keys begin with where `layout` has a key column. */
export function createTargets(
  app: Pick<App, 'db' | 'clock'>,
  layout: Layout,
  prefix: string,
  fileName: string,
): Targets {
  const known = new Map<string, Target | Fault>()
  const owners = new Map<string, string>()
  const names = layout.channels.map(channel => channel.name)
  const title = (said: string) => (layout.keyColumn === null ? null : said)

  const open = async (said: string, found: Series | undefined): Promise<Target> => {
    const key = keyOf(prefix, said, layout.keyColumn !== null)
    const draft = {
      key,
      title: title(said),
      description: `Imported from ${fileName}`,
      channels: layout.channels,
    }
    const series = found ?? (await createSeries(app, draft).catch(error => existing(app, key, error)))
    return { key, columns: matchChannels(series, names) }
  }

  const claim = (said: string): string | Fault => {
    const key = keyOf(prefix, said, layout.keyColumn !== null)
    const owner = owners.get(key)
    if (owner !== undefined && owner !== said)
      return new Fault('INVALID_SERIES_KEY', `'${said}' would go into ${key} like '${owner}': rename one of them`)
    if (owner === undefined && owners.size >= seriesLimit)
      throw new Fault(
        'INVALID_INPUT',
        `${layout.columns[layout.keyColumn!]} names more than ${seriesLimit} series: is it the key column?`,
      )
    owners.set(key, detached(said))
    return key
  }

  return {
    async find(keys) {
      const fresh = keys.filter(said => !known.has(said)).map(said => [said, claim(said)] as const)
      const wanted = fresh.map(([, key]) => key).filter(key => typeof key === 'string')
      const stored = wanted.length === 0 ? [] : await findSeries(app.db, wanted)
      const byKey = new Map(stored.map(series => [series.key, series]))
      for (const [said, key] of fresh)
        known.set(detached(said), typeof key === 'string' ? await open(said, byKey.get(key)) : key)
      return keys.map(said => known.get(said)!)
    },
    get seriesKeys() {
      return [...owners.keys()]
    },
  }
}

/** A series' key of what a file says: accents dropped, everything else that is no letter, digit or underscore becomes one. */
function keyOf(prefix: string, said: string, keyed: boolean): string {
  if (!keyed) return parseSeriesKey(prefix)
  const plain = said
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
  return parseSeriesKey(`${prefix}_${plain}`.slice(0, 128))
}

/** Channels go by name; one column always fits a series of one channel. Throws INVALID_INPUT naming those that do not. */
function matchChannels(series: Series, names: readonly string[]): number[] {
  if (series.channels.length === 1 && names.length === 1) return [0]
  const unknown = names.filter(name => !series.channels.some(channel => channel.name === name))
  if (unknown.length === 0) return series.channels.map(channel => names.indexOf(channel.name))
  throw new Fault(
    'INVALID_INPUT',
    `${series.key} has no channel ${unknown.join(', ')}; it has ${series.channels.map(channel => channel.name).join(', ')}. Choose others by valueColumns, or another key`,
  )
}

/** Another import may have made it meanwhile. */
async function existing(app: Pick<App, 'db'>, key: string, error: unknown): Promise<Series> {
  const [found] = await findSeries(app.db, [key])
  if (found === undefined) throw error
  return found
}

/** A slice of a file's text would keep all of that text in memory. */
const detached = (text: string): string => Buffer.from(text).toString()
