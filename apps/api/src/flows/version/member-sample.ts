import { Fault } from '@seriema/domain/fault'
import { rowsAtMost, type Spend } from '@seriema/domain/range'
import type { Recipe } from '@seriema/domain/recipe'
import type { VersionSample } from '@seriema/domain/version'
import { sampleOf } from '@seriema/ml/versions/train/sample'
import type { Core } from '../../core.ts'
import { findSeries } from '../../store/series.ts'
import type { Version } from '../../store/version.ts'
import { isFor } from '../deploy.ts'
import { prepareSeries } from '../prepare.ts'

/** Points on the grid that are given, as many as a version keeps. */
const given = 500

const day = 86_400_000
/** The longest each may be, in milliseconds. */
const longest = { minute: 60_000, hour: 3_600_000, day: 25 * 3_600_000, week: 7 * day + 3_600_000, month: 32 * day }

/**
 * The last points of a series up to where a version learnt, by its recipe, as they are stored now: of a group, what it keeps
 * is of one member only. What was made up for gaps is missing. null where the version was not made for the series, does not
 * say up to where it learnt, or there are too few points.
 */
export async function memberSample(
  app: Pick<Core, 'reads'>,
  version: Version,
  key: string,
  spend: Spend,
): Promise<VersionSample | null> {
  const { recipe, dataTo } = version
  const [series] = await findSeries(app.reads, [key])
  if (series === undefined || dataTo === null) return null
  if (!(await isFor(app.reads, version, { seriesId: series.id }, series))) return null
  const period = periodOf(recipe)
  const most = rowsAtMost(series.channels.length)
  const range = { to: dataTo + Math.max(1, period), last: period === 0 ? given : most }
  const made = await prepareSeries(app, series, recipe, range, spend).catch(withoutPoints)
  if (made === null) return null
  const { times, channels, gaps } = made.after
  // The range goes on until the last period learnt from is complete; what follows it is no training data.
  const end = times.findLastIndex(at => at <= dataTo) + 1
  return sampleOf(
    times.slice(0, end),
    channels.map((values, c) => values.map((value, i) => (gaps[c]?.[i] === 1 ? Number.NaN : value)).slice(0, end)),
  )
}

/** Milliseconds that a point of the recipe's grid may span at the most; 0 on the series' own. */
const periodOf = ({ resample }: Recipe): number => (resample === null ? 0 : resample.count * longest[resample.unit])

const withoutPoints = (problem: unknown): null => {
  if (problem instanceof Fault && problem.code === 'INSUFFICIENT_DATA') return null
  throw problem
}
