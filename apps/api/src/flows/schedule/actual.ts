import { type Actual, actualAt } from '@seriema/domain/actual'
import { Fault } from '@seriema/domain/fault'
import { countBefore, type PointColumns } from '@seriema/domain/point'
import type { Spend } from '@seriema/domain/range'
import type { Recipe } from '@seriema/domain/recipe'
import { type RecipeGrid, recipeGrid } from '@seriema/ml/recipe/grid'
import type { Core } from '../../core.ts'
import type { StoredForecast } from '../../store/forecast.ts'
import { asWatched } from '../../store/point/reading.ts'
import { readPoints } from '../../store/point.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { findVersions } from '../../store/version.ts'
import { memberOf } from '../member.ts'

/** Both inclusive, epoch milliseconds. */
interface Span {
  readonly from: number
  readonly to: number
}

/**
 * What came of forecasts of a series, in order, as they were made: rates of counters, whole periods where a version
 * forecasts these. Points that several of them look at are read once. Throws TOO_LARGE.
 */
export async function actualOf(
  { reads }: Pick<Core, 'reads'>,
  series: Series,
  forecasts: readonly StoredForecast[],
  spend: Spend,
): Promise<readonly Actual[]> {
  const versionIds = [...new Set(forecasts.flatMap(({ versionId }) => versionId ?? []))]
  const versions = versionIds.length === 0 ? [] : await findVersions(reads, versionIds)
  const recipes = new Map(versions.map(({ id, recipe }) => [id, recipe]))
  const read = new Map<Span, PointColumns>()
  for (const span of joined(forecasts.map(spanOf))) {
    const points = await readPoints(reads, series, { from: span.from, to: span.to + 1 })
    spend(points.times.length * points.channels.length)
    read.set(span, await asWatched(reads, series, points))
  }
  return forecasts.map(forecast => {
    const { from, to } = spanOf(forecast)
    const [, points] = [...read].find(([span]) => span.from <= from && to <= span.to)!
    const own = within(points, from, to)
    const resample = forecast.versionId === null ? null : (recipes.get(forecast.versionId)?.resample ?? null)
    return resample === null
      ? actualAt(forecast.step, forecast.times, own)
      : actualPeriods(series, forecast, own, { resample })
  })
}

/** Where the points lie that a forecast may be held against. */
const spanOf = ({ times, interval }: StoredForecast): Span => ({
  from: times[0]! - interval / 2,
  to: times.at(-1)! + interval,
})

/** Those that touch as one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last === undefined || span.from > last.to) all.push(span)
    else all[all.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
  }
  return all
}

function within({ times, channels }: PointColumns, from: number, to: number): PointColumns {
  const [begin, end] = [countBefore(times, from), countBefore(times, to + 1)]
  const cut = (values: Float64Array) => values.subarray(begin, end)
  return { times: cut(times), channels: channels.map(cut) }
}

function actualPeriods(
  series: Series,
  { times }: StoredForecast,
  points: PointColumns,
  recipe: Pick<Recipe, 'resample'>,
): Actual {
  const actual = series.channels.map(() => new Float64Array(times.length).fill(Number.NaN))
  const step = stepOf(series)
  const grid = step === null ? null : gridOf(recipe, memberOf(series, points, step))
  if (grid === null) return actual
  const places = new Map(Array.from(times, (at, i) => [at, i]))
  for (let cell = 0; cell < grid.cells; cell++) {
    const place = places.get(grid.instantOf(cell))
    if (place !== undefined) for (const [c, values] of grid.channels.entries()) actual[c]![place] = values[cell]!
  }
  return actual
}

/** null where no whole period has come. */
function gridOf(...[recipe, member]: Parameters<typeof recipeGrid>): RecipeGrid | null {
  try {
    return recipeGrid(recipe, member)
  } catch (error) {
    if (error instanceof Fault && error.code === 'INSUFFICIENT_DATA') return null
    throw error
  }
}
