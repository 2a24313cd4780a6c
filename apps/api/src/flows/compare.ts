import { Fault } from '@seriema/domain/fault'
import { checkWindow, type PointRange, type Spend } from '@seriema/domain/range'
import { versionName } from '@seriema/domain/version'
import { asWatched } from '../store/point/reading.ts'
import { readPoints } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { requireVersion, type Version } from '../store/version.ts'
import type { CompareApp, VersionComparison } from './compare/comparison.ts'
import { compareForecasters } from './compare/forecast.ts'
import { compareWatchers } from './compare/watch.ts'
import { isFor } from './deploy.ts'

export interface CompareDraft extends PointRange {
  readonly a: number
  readonly b: number
  readonly horizon?: number | null | undefined
}

/** Rows, and values of all channels, that are compared over: a second or two of work. */
const mostRows = 10_000
const mostValues = 50_000

/**
 * Asks two versions of the same role what they say of the same points of a series, as if these came now: forecasts from
 * origins that roll through the window, each seeing only what was before it, or the scores of all values. Nothing is
 * stored. Throws INVALID_INPUT, INVALID_VERSION, INSUFFICIENT_DATA, TOO_LARGE, HORIZON_TOO_LONG, UNAVAILABLE, TIMED_OUT.
 */
export async function compareVersions(
  app: CompareApp,
  series: Series,
  { a: firstId, b: secondId, horizon, ...range }: CompareDraft,
  spend: Spend,
): Promise<VersionComparison> {
  const { from, to, last } = checkWindow(range)
  const versions = [await ofSeries(app, series, firstId), await ofSeries(app, series, secondId)] as const
  const [a, b] = versions
  if (a.role !== b.role)
    throw new Fault('INVALID_INPUT', 'one of these forecasts and the other watches: compare two of the same role')
  const channels = series.channels.length
  const most = Math.min(mostRows, Math.floor(mostValues / channels))
  const window = await readPoints(app.reads, series, { from, to, last: Math.min(last ?? most + 1, most + 1) })
  spend(3 * window.times.length * channels)
  if (window.times.length > most)
    throw new Fault(
      'TOO_LARGE',
      `versions are compared over at most ${most} points of this series: choose a shorter range`,
    )
  if (window.times.length < 2)
    throw new Fault('INSUFFICIENT_DATA', `${series.key} has too few points there: choose a longer range`)
  const seen = await asWatched(app.reads, series, window)
  return a.role === 'watch'
    ? compareWatchers(app, series, versions, seen)
    : compareForecasters(app, series, versions, { window: seen, horizon: horizon ?? null, spend })
}

async function ofSeries(app: CompareApp, series: Series, id: number): Promise<Version> {
  const version = await requireVersion(app.reads, id)
  const name = versionName(version.number)
  if (!(await isFor(app.reads, version, { seriesId: series.id }, series)))
    throw new Fault('INVALID_INPUT', `${name} was made for another series or group than ${series.key}`)
  if (version.channels.length !== series.channels.length)
    throw new Fault('INVALID_INPUT', `${name} knows ${version.channels.length} channels, ${series.key} has others`)
  return version
}
