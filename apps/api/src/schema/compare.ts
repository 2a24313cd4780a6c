import { usualLast } from '@seriema/domain/range'
import type { ComparedVersion, VersionComparison } from '../flows/compare/comparison.ts'
import { compareVersions } from '../flows/compare.ts'
import { requireSeries } from '../store/series.ts'
import { builder } from './builder.ts'
import { inWatchedUnit } from './channel.ts'
import { outcome } from './fault.ts'
import { rowId } from './identity.ts'
import { LabelFiguresType } from './label/figures.ts'
import { RoleEnum } from './model/kind.ts'
import { needs } from './needs.ts'
import { rangeArgs, rangeCost } from './range.ts'
import { SeriesType } from './series.ts'
import { MetricFiguresType, VersionType } from './version.ts'

const ComparedVersionType = builder.objectRef<ComparedVersion>('ComparedVersion').implement({
  description: 'What one of two versions said over the window, and how good that was.',
  fields: t => ({
    version: t.expose('version', { type: VersionType, description: 'Which version.' }),
    values: t.field({
      type: ['Values'],
      description: `One column per channel, at \`VersionComparison.times\`: what it forecast, ${inWatchedUnit}, or, of one that watches, its scores. null where it said nothing.`,
      resolve: ({ values }) => [...values],
    }),
    metrics: t.expose('metrics', {
      type: MetricFiguresType,
      nullable: true,
      description: 'How far its forecasts were from what came, where both forecast; null for one that watches.',
    }),
    raised: t.exposeInt('raised', {
      nullable: true,
      description: 'Values that it would have raised; null for one that forecasts.',
    }),
    figures: t.expose('labels', {
      type: LabelFiguresType,
      nullable: true,
      description: 'How good that is by the labels in the window, whoever spoke then; null for one that forecasts.',
    }),
  }),
})

const VersionComparisonType = builder.objectRef<VersionComparison>('VersionComparison').implement({
  description: 'Two versions, asked on the same window.',
  fields: t => ({
    series: t.expose('series', { type: SeriesType, description: 'Of which series.' }),
    role: t.expose('role', { type: RoleEnum, description: 'What both do.' }),
    times: t.field({
      type: 'Instants',
      description: 'The instants compared, ascending: of forecasts, those of the grid that both are made on.',
      resolve: ({ times }) => times,
    }),
    actual: t.field({
      type: ['Values'],
      description: `What came, one column per channel, ${inWatchedUnit}.`,
      resolve: ({ actual }) => [...actual],
    }),
    a: t.expose('a', { type: ComparedVersionType, description: 'The one.' }),
    b: t.expose('b', { type: ComparedVersionType, description: 'The other.' }),
    horizon: t.exposeInt('horizon', {
      nullable: true,
      description: 'Steps that each forecast reaches; null for versions that watch.',
    }),
    origins: t.exposeInt('origins', {
      nullable: true,
      description: 'Instants in the window that were forecast from; null for versions that watch.',
    }),
    agreement: t.exposeFloat('agreement', {
      nullable: true,
      description: 'Share of values that both raise or both do not, 0 to 1; null for versions that forecast.',
    }),
  }),
})

const VersionComparisonResult = outcome('VersionComparisonResult', {
  description: 'Two versions on the same window, or why they cannot be compared.',
  payload: VersionComparisonType,
  faults: [
    'INVALID_INPUT',
    'SERIES_NOT_FOUND',
    'INVALID_VERSION',
    'INSUFFICIENT_DATA',
    'TOO_LARGE',
    'HORIZON_TOO_LONG',
    'TIMED_OUT',
    'UNAVAILABLE',
    'TOO_MANY_REQUESTS',
  ],
})

builder.queryField('compareVersions', t =>
  t.field({
    type: VersionComparisonResult.type,
    description:
      'Asks two versions of the same role what they say of the same points of a series, as if these came now; nothing is stored. Forecasts are made from instants that roll through the window, each seeing only what was before it; no step is forecast twice.',
    extensions: needs('viewer'),
    complexity: args => ({ field: 100 + 2 * rangeCost(args), multiplier: 1 }),
    args: {
      key: t.arg.string({ required: true, description: 'Key of the series.' }),
      a: t.arg.globalID({ required: true, for: [VersionType], description: 'The one, as given by `Version.id`.' }),
      b: t.arg.globalID({ required: true, for: [VersionType], description: 'The other.' }),
      ...rangeArgs(`${usualLast} without a range`),
      horizon: t.arg.int({
        description: 'Steps ahead that are forecast [as far as both look, and half of the window at most].',
      }),
    },
    resolve: (_root, { key, a, b, ...draft }, { app, caller, spend }) =>
      VersionComparisonResult.settle(async () => {
        const series = await requireSeries(app.reads, key)
        await app.rates.prediction(series.id, caller)
        return compareVersions(app, series, { ...draft, a: rowId(a.id), b: rowId(b.id) }, spend)
      }),
  }),
)
