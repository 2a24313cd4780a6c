import type { Aggregation, Recipe, RecipeFill, RecipeScale } from '@seriema/domain/recipe'
import { mostCategories } from '@seriema/domain/recipe'
import { builder } from '../builder.ts'
import { closedSet } from '../enums.ts'

type Resample = NonNullable<Recipe['resample']>

const AggregationEnum = closedSet<Aggregation>('Aggregation', 'How points of a stretch become one.', {
  last: 'The last of them.',
  sum: 'Their sum.',
  mean: 'Their mean.',
})

const ResampleUnitEnum = closedSet<Resample['unit']>('ResampleUnit', 'What a grid is counted in.', {
  minute: 'Minutes.',
  hour: 'Hours.',
  day: 'Days of the calendar.',
  week: 'Weeks of the calendar.',
  month: 'Months of the calendar.',
})

const RecipeFillEnum = closedSet<RecipeFill>('RecipeFill', 'What takes the place of what is missing.', {
  none: 'Nothing: what is missing stays so, where the kind can bear it.',
  forward: 'The value before it.',
  linear: 'What lies on the line between its neighbours.',
  zero: 'Zero.',
})

const RecipeScaleEnum = closedSet<RecipeScale>('RecipeScale', 'What each series and channel is scaled by.', {
  none: 'Nothing.',
  standard: 'Mean and standard deviation of its training data.',
  robust: 'Median and interquartile range of its training data.',
})

const ResampleType = builder.objectRef<Resample>('Resample').implement({
  description: 'A regular grid.',
  fields: t => ({
    unit: t.expose('unit', { type: ResampleUnitEnum, description: 'What it is counted in.' }),
    count: t.exposeInt('count', { description: 'How many of them.' }),
    by: t.expose('by', { type: AggregationEnum, description: 'How points of a stretch become one.' }),
    weekStart: t.exposeInt('weekStart', { description: 'First day of a week: 1 is Monday, 7 Sunday.' }),
    timeZone: t.exposeString('timeZone', {
      nullable: true,
      description: "IANA zone of its days; null: the series' own.",
    }),
  }),
})

export const RecipeType = builder.objectRef<Recipe>('Recipe').implement({
  description:
    'How raw points become what a model sees, in training and in serving: what is implausible is cut away, then it comes onto a grid, gaps are filled, and it is scaled.',
  fields: t => ({
    resample: t.field({
      type: ResampleType,
      nullable: true,
      description: "The grid; null: the series' own step.",
      resolve: it => it.resample,
    }),
    fill: t.expose('fill', { type: RecipeFillEnum, description: 'What takes the place of what is missing.' }),
    cut: t.exposeFloat('cut', {
      nullable: true,
      description: 'Robust deviations beyond which values are cut away; null: none are.',
    }),
    scale: t.expose('scale', { type: RecipeScaleEnum, description: 'What it is scaled by.' }),
    categories: t.stringList({ description: 'Attributes that the model is told.', resolve: it => [...it.categories] }),
  }),
})

const ResampleInput = builder.inputType('ResampleInput', {
  description: 'A regular grid.',
  fields: t => ({
    unit: t.field({ type: ResampleUnitEnum, required: true, description: 'What it is counted in.' }),
    count: t.int({ description: 'How many of them [1].' }),
    by: t.field({ type: AggregationEnum, description: 'How points of a stretch become one [LAST].' }),
    weekStart: t.int({ description: 'First day of a week: 1 is Monday, 7 Sunday [1].' }),
    timeZone: t.string({ description: "IANA zone of its days [the series' own]." }),
  }),
})

export const RecipeInput = builder.inputType('RecipeInput', {
  description: 'How raw points become what a model sees.',
  fields: t => ({
    resample: t.field({ type: ResampleInput, description: "The grid [the series' own step]." }),
    fill: t.field({ type: RecipeFillEnum, description: 'What takes the place of what is missing [LINEAR].' }),
    cut: t.float({ description: 'Robust deviations beyond which values are cut away [none are].' }),
    scale: t.field({ type: RecipeScaleEnum, description: 'What it is scaled by [STANDARD].' }),
    categories: t.stringList({ description: `Attributes that the model is told, at most ${mostCategories} [none].` }),
  }),
})
