import type { AccuracyFigures } from '@seriema/domain/accuracy'
import { fewestSteps } from '@seriema/domain/accuracy/lead'
import { builder } from '../builder.ts'

const unknown = 'null where it cannot be said'

const CoverageType = builder.objectRef<AccuracyFigures['coverage'][number]>('AccuracyCoverage').implement({
  description: 'How often what came lay within an interval.',
  fields: t => ({
    level: t.exposeFloat('level', { description: 'Of the interval: how often it is meant to.' }),
    share: t.exposeFloat('share', { description: 'How often it did, 0 to 1.' }),
    count: t.exposeFloat('count', { description: 'Of how many pairs.' }),
  }),
})

export const FiguresType = builder.objectRef<AccuracyFigures>('AccuracyFigures').implement({
  description:
    'How accurate forecasts were, over pairs of what was forecast and what came. Each point is compared with one forecast of every forecaster and lead.',
  fields: t => ({
    count: t.exposeFloat('count', { description: 'Pairs.' }),
    mae: t.exposeFloat('mae', {
      nullable: true,
      description: `Mean absolute error, in the unit that is forecast; ${unknown}. Over channels of different units it says little.`,
    }),
    mape: t.exposeFloat('mape', {
      nullable: true,
      description: `Mean absolute error as a share of what came, without the \`zeros\`; ${unknown}.`,
    }),
    zeros: t.exposeFloat('zeros', { description: 'Pairs in which zero came, of which there is no relative error.' }),
    rmse: t.exposeFloat('rmse', { nullable: true, description: `Root of the mean squared error; ${unknown}.` }),
    mase: t.exposeFloat('mase', {
      nullable: true,
      description: `Mean absolute error as a multiple of the mean absolute change over one season (one step, where no season was found), over the same pairs; below 1 is better than repeating the last season. ${unknown[0]!.toUpperCase()}${unknown.slice(1)}.`,
    }),
    bias: t.exposeFloat('bias', {
      nullable: true,
      description: `Mean of forecast minus what came: above zero where forecasts are too high; ${unknown}.`,
    }),
    r2: t.exposeFloat('r2', {
      nullable: true,
      description: `Share of the variance of what came that is explained, each series and channel around its own mean: 1 is perfect, below 0 worse than that mean; ${unknown}.`,
    }),
    coverage: t.field({
      type: [CoverageType],
      description: 'By the level of the intervals, ascending.',
      resolve: one => one.coverage,
    }),
  }),
})

export const LeadType = builder.objectRef<{ readonly steps: number }>('AccuracyLead').implement({
  description: 'How far ahead forecasts were made, told apart by doubling: 1, 2, 3 to 4, 5 to 8 steps and so on.',
  fields: t => ({
    from: t.int({ description: 'The fewest steps.', resolve: ({ steps }) => fewestSteps(steps) }),
    to: t.exposeInt('steps', { description: 'The most steps, by which `lead` names it.' }),
  }),
})
