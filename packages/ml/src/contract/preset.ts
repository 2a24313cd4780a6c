import { type Aggregation, plainRecipe, type Recipe } from '@seriema/domain/recipe'
import type { ModelPreset } from './trainable.ts'

type Unit = NonNullable<Recipe['resample']>['unit']

/** Of what is not said the usual. */
export const preset = (
  name: string,
  [title, description]: readonly [title: string, description: string],
  settings: ModelPreset['settings'],
  recipe: Partial<Recipe> = {},
): ModelPreset => ({ name, title, description, settings, recipe: { ...plainRecipe, ...recipe } })

/** A grid of one unit a point, in the series' own zone. */
export const every = (unit: Unit, by: Aggregation): Pick<Recipe, 'resample'> => ({
  resample: { unit, count: 1, by, weekStart: 1, timeZone: null },
})
