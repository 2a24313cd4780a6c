import { Fault } from './fault.ts'
import { timeZone } from './time-zone.ts'

/** How points of a stretch become one: `sum` and `mean` of what is there, or the last. */
export const aggregations = ['last', 'sum', 'mean'] as const
export type Aggregation = (typeof aggregations)[number]

export const recipeFills = ['none', 'forward', 'linear', 'zero'] as const
export type RecipeFill = (typeof recipeFills)[number]

/** `none`: as it is; `standard`: mean 0, deviation 1; `robust`: median 0, interquartile range 1.35. */
export const recipeScales = ['none', 'standard', 'robust'] as const
export type RecipeScale = (typeof recipeScales)[number]

/** What grids are counted in. */
export const resampleUnits = ['minute', 'hour', 'day', 'week', 'month'] as const

/**
 * How raw points become what a model sees, in this order: what is implausible is cut away, what is left comes onto a
 * regular grid, gaps are filled, and each series and channel is scaled by what its training data were like. One pure
 * function in training and in serving.
 */
export interface Recipe {
  /** The grid; null: the series' own step. */
  readonly resample: {
    readonly unit: (typeof resampleUnits)[number]
    readonly count: number
    readonly by: Aggregation
    /** First day of a week: 1 is Monday, 7 Sunday. */
    readonly weekStart: number
    /** IANA name of the zone whose days these are; null: the series' own. */
    readonly timeZone: string | null
  } | null
  readonly fill: RecipeFill
  /** Values beyond so many robust deviations from the median of the training data are cut away; null: none. */
  readonly cut: number | null
  readonly scale: RecipeScale
  /** Attributes the model is told as categories, in this order; values it never saw share a place of their own. */
  readonly categories: readonly string[]
}

export const plainRecipe: Recipe = { resample: null, fill: 'linear', cut: null, scale: 'standard', categories: [] }

type Resample = NonNullable<Recipe['resample']>

/** A recipe as it arrives from outside: what is left out is as in `plainRecipe`. */
export interface RecipeDraft {
  readonly resample?:
    | {
        readonly unit: Resample['unit']
        readonly count?: number | null | undefined
        readonly by?: Aggregation | null | undefined
        readonly weekStart?: number | null | undefined
        readonly timeZone?: string | null | undefined
      }
    | null
    | undefined
  readonly fill?: RecipeFill | null | undefined
  readonly cut?: number | null | undefined
  readonly scale?: RecipeScale | null | undefined
  readonly categories?: readonly string[] | null | undefined
}

/** Attributes that are categories, at most. */
export const mostCategories = 8

/** Throws INVALID_INPUT naming the part and what it may be. */
export function defineRecipe({ resample, fill, cut, scale, categories }: RecipeDraft): Recipe {
  if (cut != null && !(cut >= 1 && cut <= 1_000))
    throw new Fault('INVALID_INPUT', `cut is a number of robust deviations from 1 to 1,000, not ${cut}`)
  const named = [...new Set((categories ?? []).map(name => name.trim()).filter(name => name !== ''))]
  if (named.length > mostCategories)
    throw new Fault('INVALID_INPUT', `a recipe has at most ${mostCategories} categories, not ${named.length}`)
  return {
    resample: resample == null ? null : defineResample(resample),
    fill: fill ?? plainRecipe.fill,
    cut: cut ?? null,
    scale: scale ?? plainRecipe.scale,
    categories: named,
  }
}

function defineResample({
  unit,
  count,
  by,
  weekStart,
  timeZone: zone,
}: NonNullable<RecipeDraft['resample']>): Resample {
  const made = {
    unit,
    count: count ?? 1,
    by: by ?? 'last',
    weekStart: weekStart ?? 1,
    timeZone: zone == null ? null : timeZone(zone).name,
  }
  if (!(Number.isInteger(made.count) && made.count >= 1 && made.count <= 10_000))
    throw new Fault('INVALID_INPUT', `count is a whole number from 1 to 10,000, not ${made.count}`)
  if (!(Number.isInteger(made.weekStart) && made.weekStart >= 1 && made.weekStart <= 7))
    throw new Fault('INVALID_INPUT', `weekStart is 1 for Monday to 7 for Sunday, not ${made.weekStart}`)
  return made
}
