import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import { checkWindow, type PointRange, rowsAtMost, type Spend } from '@seriema/domain/range'
import { defineRecipe, type Recipe, type RecipeDraft } from '@seriema/domain/recipe'
import { millisecondsOf, type Step } from '@seriema/domain/step'
import { learnRecipe, type Prepared, prepare } from '@seriema/ml/recipe/recipe'
import { asWatched } from '../store/point/reading.ts'
import { readPoints } from '../store/point.ts'
import { type Series, stepOf } from '../store/series.ts'
import { memberOf } from './member.ts'
import type { ReadApp } from './read-points.ts'

/** A part of a series as it is stored, and as a model of a recipe would see it. */
export interface PreparedSeries {
  readonly series: Series
  readonly before: PointColumns
  readonly after: Prepared & { readonly times: Float64Array }
}

const day = 86_400_000
/** The shortest each may be, in milliseconds. */
const shortest = { minute: 60_000, hour: 3_600_000, day: day - 3_600_000, week: 7 * day - 3_600_000, month: 28 * day }

/**
 * The last points by a recipe, as a training on just them would see them; nothing is stored. Counters are rates, as they
 * are for models. Throws INVALID_INPUT, INSUFFICIENT_DATA, and TOO_LARGE where they are, or their grid is, more than can be
 * shown.
 */
export async function prepareSeries(
  app: Pick<ReadApp, 'reads'>,
  series: Series,
  draft: RecipeDraft,
  asked: PointRange,
  spend: Spend,
): Promise<PreparedSeries> {
  const recipe = defineRecipe(draft)
  const { from, to, last: wanted } = checkWindow(asked)
  const most = rowsAtMost(series.channels.length)
  const last = Math.min(wanted ?? most, most)
  spend(Math.min(last, series.pointCount) * series.channels.length)
  const before = await asWatched(app.reads, series, await readPoints(app.reads, series, { from, to, last }))
  const { key } = series
  const step = stepOf(series)
  if (step === null || before.times.length < 2)
    throw new Fault('INSUFFICIENT_DATA', `${key} has too few points there for a grid: choose a longer range`, { key })
  requireSmall(recipe, step, before.times, most)
  const member = memberOf(series, before, step)
  const made = prepare(
    recipe,
    learnRecipe(recipe, [member], cells => cells),
    member,
    1,
  )
  const times = Float64Array.from({ length: made.cells }, (_, cell) => made.instantOf(cell))
  return { series, before, after: { ...made, times } }
}

/** Few points far apart may be a long grid. */
function requireSmall({ resample }: Recipe, step: Step, times: Float64Array, most: number): void {
  const cell = resample === null ? millisecondsOf(step) : resample.count * shortest[resample.unit]
  const cells = (times.at(-1)! - times[0]!) / cell
  if (cells > most)
    throw new Fault(
      'TOO_LARGE',
      `that is a grid of about ${Math.round(cells)} steps, at most ${most} are shown: choose a shorter range or a coarser grid`,
    )
}
