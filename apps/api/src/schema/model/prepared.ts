import { usualLast } from '@seriema/domain/range'
import type { Step } from '@seriema/domain/step'
import { type PreparedSeries, prepareSeries } from '../../flows/prepare.ts'
import { builder } from '../builder.ts'
import { ChannelType, inWatchedUnit, placed } from '../channel.ts'
import { outcome } from '../fault.ts'
import { rangeArgs, rangeCost } from '../range.ts'
import { SeriesType } from '../series.ts'
import { StepType } from '../step.ts'
import { RecipeInput } from './recipe.ts'

type PreparedChannel = PreparedSeries & { readonly place: number }

const PreparedChannelType = builder.objectRef<PreparedChannel>('PreparedChannel').implement({
  description: 'One channel before and after a recipe.',
  fields: t => ({
    channel: t.field({
      type: ChannelType,
      description: 'Of which channel.',
      resolve: ({ series, place }) => placed(series, place),
    }),
    before: t.field({
      type: 'Values',
      description: `Its values at \`PreparedSeries.before\`, ${inWatchedUnit}.`,
      resolve: ({ before, place }) => before.channels[place]!,
    }),
    after: t.field({
      type: 'Values',
      description: `Its values at \`PreparedSeries.after\`, cut, on the grid and filled, ${inWatchedUnit}; scaling comes after it.`,
      resolve: ({ after, place }) => after.channels[place]!,
    }),
    madeUp: t.field({
      type: ['Int'],
      description: 'Places in `after` of what was missing.',
      resolve: ({ after, place }) => Array.from(after.gaps[place] ?? []).flatMap((gap, i) => (gap === 1 ? [i] : [])),
    }),
    location: t.float({
      description: `A model sees (value − location) / factor, ${inWatchedUnit}.`,
      resolve: ({ after, place }) => after.scales[place]!.location,
    }),
    factor: t.float({
      description: `See \`location\`, ${inWatchedUnit}; above 0.`,
      resolve: ({ after, place }) => after.scales[place]!.factor,
    }),
  }),
})

const PreparedSeriesType = builder.objectRef<PreparedSeries>('PreparedSeries').implement({
  description: 'Points of a series before and after a recipe.',
  fields: t => ({
    before: t.field({
      type: 'Instants',
      description: 'The instants that are stored, ascending.',
      resolve: it => it.before.times,
    }),
    after: t.field({
      type: 'Instants',
      description: 'The instants of the grid, ascending; of a coarser one, when each period begins.',
      resolve: it => it.after.times,
    }),
    step: t.field({
      type: StepType,
      description: 'The step of the grid.',
      resolve: ({ after }): Step => after.step,
    }),
    channels: t.field({
      type: [PreparedChannelType],
      description: 'One per channel, in order.',
      resolve: made => made.before.channels.map((_, place) => ({ ...made, place })),
    }),
  }),
})

const PreparedSeriesResult = outcome('PreparedSeriesResult', {
  description: 'Points before and after a recipe, or why there are none.',
  payload: PreparedSeriesType,
  faults: ['INVALID_INPUT', 'INSUFFICIENT_DATA', 'TOO_LARGE'],
})

builder.objectField(SeriesType, 'prepared', t =>
  t.field({
    type: PreparedSeriesResult.type,
    description: 'What a recipe would make of its points, as a training on just these would see them.',
    complexity: args => ({ field: 10 + 2 * rangeCost(args), multiplier: 0 }),
    args: {
      recipe: t.arg({ type: RecipeInput, required: true, description: 'The recipe.' }),
      ...rangeArgs(`${usualLast} without a range, else all that can be shown`),
    },
    resolve: (series, { recipe, ...range }, { app, spend }) =>
      PreparedSeriesResult.settle(() => prepareSeries(app, series, recipe, range, spend)),
  }),
)
