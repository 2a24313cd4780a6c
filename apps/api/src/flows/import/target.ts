import { Fault } from '@seriema/domain/fault'
import { checkBatch } from '@seriema/domain/point'
import { parseSeriesKey } from '@seriema/domain/series'
import { settle } from '@seriema/domain/settle'
import type { Core } from '../../core.ts'
import type { SeriesRows } from '../../sources/file/gather.ts'
import { gather } from '../../sources/file/gather.ts'
import type { LayoutChannel } from '../../sources/file/plan.ts'
import type { HeadReading } from '../../sources/file/preview.ts'
import { createSeriesKeys } from '../../sources/file/series-key.ts'
import { readStored } from '../../store/point.ts'
import type { Series } from '../../store/series.ts'
import { findSeries } from '../../store/series.ts'
import { columnsOf } from '../run-source/targets.ts'

/** A row whose instant is stored with another value. */
export interface Contradiction {
  readonly key: string
  readonly at: number
  /** One per channel of the series, NaN where missing. */
  readonly stored: readonly number[]
  readonly given: readonly number[]
}

/** What the rows of a file's first part would meet in the series they go into. Counts are of series and of rows. */
export interface ImportTarget {
  readonly series: number
  /** Those that are there, by key, the first `told`. */
  readonly existing: readonly Series[]
  readonly existingCount: number
  /** Channels that a series there is has and the file lacks: they stay missing. */
  readonly lacking: readonly string[]
  /** Why an import would fail; null where nothing is in its way. */
  readonly problem: string | null
  readonly fresh: number
  /** Rows that are stored already with the same values. */
  readonly same: number
  /** Rows whose instant is stored with other values. */
  readonly different: number
  readonly contradictions: readonly Contradiction[]
}

const told = { series: 100, contradictions: 5 }

/** Compares, and changes nothing. Throws INVALID_SERIES_KEY. */
export async function lookAtTarget(
  app: Pick<Core, 'reads' | 'clock'>,
  key: string,
  { preview, layout, rows }: HeadReading,
): Promise<ImportTarget> {
  const keyOf = createSeriesKeys(layout, parseSeriesKey(key))
  const gathered = gather({ rows, rejections: [] }, keyOf, layout.channels.length, false).series
  const found = await findSeries(
    app.reads,
    gathered.map(({ key: each }) => each),
  )
  const byKey = new Map(found.map(series => [series.key, series]))
  const existing = gathered.flatMap(each => byKey.get(each.key) ?? [])
  const looked = await Promise.all(
    gathered
      .filter(each => byKey.has(each.key))
      .slice(0, told.series)
      .map(each => compare(app, byKey.get(each.key)!, preview.channels, each)),
  )
  const sum = (pick: (one: Compared) => number) => looked.reduce((all, one) => all + pick(one), 0)
  const inNew = gathered.filter(each => !byKey.has(each.key)).reduce((all, each) => all + each.times.length, 0)
  return {
    series: gathered.length,
    existing: existing.slice(0, told.series),
    existingCount: existing.length,
    lacking: [...new Set(looked.flatMap(one => one.lacking))],
    problem: looked.find(one => one.problem !== null)?.problem ?? null,
    fresh: inNew + sum(one => one.fresh),
    same: sum(one => one.same),
    different: sum(one => one.different),
    contradictions: looked.flatMap(one => one.contradictions).slice(0, told.contradictions),
  }
}

type Compared = Pick<ImportTarget, 'lacking' | 'problem' | 'fresh' | 'same' | 'different' | 'contradictions'>

async function compare(
  app: Pick<Core, 'reads' | 'clock'>,
  series: Series,
  channels: readonly LayoutChannel[],
  rows: SeriesRows,
): Promise<Compared> {
  const nothing = { lacking: [], problem: null, fresh: 0, same: 0, different: 0, contradictions: [] }
  let columns: readonly number[]
  try {
    columns = columnsOf(series, channels)
  } catch (error) {
    if (error instanceof Fault) return { ...nothing, problem: error.message }
    throw error
  }
  const values = columns.map(column => rows.values[column] ?? rows.times.map(() => null))
  const checked = checkBatch({ times: rows.times, values }, series.channels, app.clock())
  const stored = await readStored(app.reads, series, checked.points.times)
  // As if to replace, so that what would be replaced is told.
  const { fresh, unchanged, replaced } = settle(series, checked, stored, true)
  const pointAt = new Map(Array.from(stored.times, (at, place) => [at, place]))
  return {
    lacking: series.channels.filter((_, c) => columns[c] === -1).map(({ name }) => name),
    problem: null,
    fresh: fresh.times.length,
    same: unchanged.times.length,
    different: replaced.times.length,
    contradictions: Array.from(replaced.times.subarray(0, told.contradictions), (at, place) => ({
      key: series.key,
      at,
      stored: stored.channels.map(channel => channel[pointAt.get(at)!]!),
      given: replaced.channels.map(channel => channel[place]!),
    })),
  }
}
