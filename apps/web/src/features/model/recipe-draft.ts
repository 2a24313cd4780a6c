import type { VariablesOf } from '../../graphql/graphql.ts'
import type { createModel, RecipeFields } from '../../graphql/model.ts'

export type RecipeInput = NonNullable<VariablesOf<typeof createModel>['input']['recipe']>
type Resample = NonNullable<RecipeFields['resample']>

/** A recipe as the fields of a form hold it: all but what is chosen from a list is text. */
export interface RecipeDraft {
  /** Empty: the series' own step. */
  readonly unit: Resample['unit'] | ''
  readonly count: string
  readonly by: Resample['by']
  readonly weekStart: string
  readonly timeZone: string
  readonly fill: RecipeFields['fill']
  readonly cut: string
  readonly scale: RecipeFields['scale']
  /** Names of attributes, parted by commas. */
  readonly categories: string
}

/** What a recipe is where nothing is said. */
export const usualRecipe: RecipeFields = {
  resample: null,
  fill: 'LINEAR',
  cut: null,
  scale: 'STANDARD',
  categories: [],
}

export const plainRecipe: RecipeDraft = {
  unit: '',
  count: '1',
  by: 'LAST',
  weekStart: '1',
  timeZone: '',
  fill: 'LINEAR',
  cut: '',
  scale: 'STANDARD',
  categories: '',
}

export const draftOfRecipe = ({ resample, fill, cut, scale, categories }: RecipeFields): RecipeDraft => ({
  ...plainRecipe,
  ...(resample && {
    unit: resample.unit,
    count: String(resample.count),
    by: resample.by,
    weekStart: String(resample.weekStart),
    timeZone: resample.timeZone ?? '',
  }),
  fill,
  cut: cut === null ? '' : String(cut),
  scale,
  categories: categories.join(', '),
})

/** The recipe a form holds, as the API takes it. */
export const readRecipe = (draft: RecipeDraft): RecipeInput => ({
  resample:
    draft.unit === ''
      ? null
      : {
          unit: draft.unit,
          count: Number(draft.count),
          by: draft.by,
          weekStart: Number(draft.weekStart),
          timeZone: draft.timeZone.trim() || null,
        },
  fill: draft.fill,
  cut: draft.cut.trim() === '' ? null : Number(draft.cut),
  scale: draft.scale,
  categories: draft.categories
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== ''),
})
