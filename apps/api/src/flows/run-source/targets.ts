import { Fault } from '@seriema/domain/fault'
import type { SeriesDraft } from '@seriema/domain/series'
import type { Core } from '../../core.ts'
import type { SourcePoints } from '../../sources/contract.ts'
import type { Series } from '../../store/series.ts'
import { findSeries } from '../../store/series.ts'
import type { IncomingBatch } from '../ingest/call.ts'
import { createFreeSeries, createSeries } from '../series.ts'

/** For each channel of a series the column of its points, −1 where they have none. */
export type Columns = readonly number[]

/** Arranges what a source brings as the series it goes into have it. */
export type Targets = (points: readonly SourcePoints[]) => Promise<readonly IncomingBatch[]>

/**
 * Finds the series a source brings points for, or makes those it describes. Channels go by name; one column always fits a
 * series of one channel. `made` hears of each that is made. Throws INVALID_INPUT naming the columns that a series has no channel for.
 */
export function createTargets(app: Pick<Core, 'db' | 'clock'>, made: (key: string) => void): Targets {
  const known = new Map<string, Columns>()
  return async points => {
    const unknown = points
      .map(({ series }) => series)
      .filter(draft => draft !== null)
      .filter(({ key }) => !known.has(key))
    const stored = unknown.length === 0 ? [] : await findSeries(app.db, unknown.map(keyOf))
    const found = new Map(stored.map(series => [series.key, series]))
    const missing = unknown.filter(({ key }) => !found.has(key))
    // One by one is told what is wrong with one.
    const together = missing.length > 1 ? await createFreeSeries(app, missing) : []
    for (const series of together) {
      made(series.key)
      found.set(series.key, series)
    }
    for (const draft of unknown)
      known.set(draft.key, columnsOf(found.get(draft.key) ?? (await make(app, draft, made)), draft.channels ?? []))
    return points.map(({ key, series, raw }) => {
      if (series === null) return { key, raw }
      const values = known.get(key)!.map(column => raw.values[column] ?? raw.times.map(() => null))
      return { key, raw: { times: raw.times, values } }
    })
  }
}

const keyOf = ({ key }: SeriesDraft): string => key

/** Somebody else may make it meanwhile. */
async function make(app: Pick<Core, 'db' | 'clock'>, draft: SeriesDraft, made: (key: string) => void): Promise<Series> {
  try {
    const series = await createSeries(app, draft)
    made(series.key)
    return series
  } catch (error) {
    const [found] = await findSeries(app.db, [draft.key])
    if (found === undefined) throw error
    return found
  }
}

/** Throws INVALID_INPUT naming the columns that the series has no channel for, or none that counts where they do. */
export function columnsOf(series: Series, drafts: NonNullable<SeriesDraft['channels']>): Columns {
  const names = drafts.map(({ name }) => name)
  const columns = byName(series, names)
  for (const [c, column] of columns.entries())
    if (drafts[column]?.kind === 'counter' && series.channels[c]!.kind !== 'counter')
      throw new Fault(
        'INVALID_INPUT',
        `${series.channels[c]!.name} of ${series.key} is no counter: say so of the channel first, or import ${names[column]} as it is`,
      )
  return columns
}

function byName(series: Series, names: readonly string[]): Columns {
  const channels = series.channels.map(channel => channel.name)
  if (channels.length === 1 && names.length === 1) return [0]
  const unknown = names.filter(name => !channels.includes(name))
  if (unknown.length === 0) return channels.map(name => names.indexOf(name))
  throw new Fault(
    'INVALID_INPUT',
    `${series.key} has no channel ${unknown.join(', ')}; it has ${channels.join(', ')}. Choose others by valueColumns, or another key`,
  )
}
