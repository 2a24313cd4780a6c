/** How points of a stretch become one: `sum` and `mean` of what is there, or the last. */
export const aggregations = ['last', 'sum', 'mean'] as const
export type Aggregation = (typeof aggregations)[number]

export const recipeFills = ['none', 'forward', 'linear', 'zero'] as const
export type RecipeFill = (typeof recipeFills)[number]

/** `none`: as it is; `standard`: mean 0, deviation 1; `robust`: median 0, interquartile range 1.35. */
export const recipeScales = ['none', 'standard', 'robust'] as const
export type RecipeScale = (typeof recipeScales)[number]

/**
 * How raw points become what a model sees, in this order: what is implausible is cut away, what is left comes onto a
 * regular grid, gaps are filled, and each series and channel is scaled by what its training data were like. One pure
 * function in training and in serving.
 */
export interface Recipe {
  /** The grid; null: the series' own step. */
  readonly resample: {
    readonly unit: 'minute' | 'hour' | 'day' | 'week' | 'month'
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
