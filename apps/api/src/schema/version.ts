import type { EpochLoss } from '@seriema/domain/training'
import {
  type ChannelFigures,
  type MetricFigures,
  type VersionMetrics,
  versionName,
  versionNumber,
} from '@seriema/domain/version'
import { memberSample } from '../flows/version/member-sample.ts'
import { changeVersion, versionsBy } from '../flows/version.ts'
import { findNumbered, type Version, type VersionOrder } from '../store/version.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { encodeId, identity, rowId, rowIdOf } from './identity.ts'
import { ModelKindEnum, RoleEnum } from './model/kind.ts'
import { RecipeType } from './model/recipe.ts'
import { ModelType, ScopeInput } from './model.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { scopeFields } from './scope-fields.ts'
import { SeriesType } from './series.ts'

/** Where the file of a version is, by its `Version.id`. */
const versionPath = (id: string): string => `/versions/${id}.onnx`

const VersionOriginEnum = closedSet<Version['origin']>('VersionOrigin', 'Where a version comes from.', {
  trained: 'It was trained here.',
  uploaded: 'It is a file that was made elsewhere.',
})

const ofFigures = 'null where it cannot be said'

export const MetricFiguresType = builder.objectRef<MetricFigures>('MetricFigures').implement({
  description: 'How far forecasts were from what came, in the units of the channels and the mean over them.',
  fields: t => ({
    mse: t.exposeFloat('mse', { nullable: true, description: `Mean squared error; ${ofFigures}.` }),
    mae: t.exposeFloat('mae', { nullable: true, description: `Mean absolute error; ${ofFigures}.` }),
    rmse: t.exposeFloat('rmse', { nullable: true, description: `Root of the mean squared error; ${ofFigures}.` }),
    mape: t.exposeFloat('mape', {
      nullable: true,
      description: `Mean absolute error as a share of the value; ${ofFigures}.`,
    }),
    r2: t.exposeFloat('r2', { nullable: true, description: `Share of the variance that is explained; ${ofFigures}.` }),
    theilsU: t.exposeFloat('theilsU', {
      nullable: true,
      description: `RMSE over that of repeating the last value; ${ofFigures}.`,
    }),
    mase: t.exposeFloat('mase', {
      nullable: true,
      description: `MAE over that of repeating the season within the training data; ${ofFigures}.`,
    }),
    coverage: t.exposeFloat('coverage', {
      nullable: true,
      description: `Share of values within the widest interval; ${ofFigures}.`,
    }),
  }),
})

const VersionMetricsType = builder.objectRef<VersionMetrics>('VersionMetrics').implement({
  description: 'How a version did on data that it had not seen.',
  fields: t => ({
    own: t.field({ type: MetricFiguresType, description: 'Its own figures.', resolve: ({ own }) => own }),
    naive: t.field({
      type: MetricFiguresType,
      nullable: true,
      description: 'The same of repeating the last season.',
      resolve: ({ naive }) => naive,
    }),
  }),
})

const ChannelFiguresType = builder
  .objectRef<ChannelFigures & { readonly name: string; readonly unit: string | null }>('TrainingStatistics')
  .implement({
    description: 'What a channel of the training data was like, in its own unit.',
    fields: t => ({
      channel: t.exposeString('name', { description: 'Name of the channel.' }),
      unit: t.exposeString('unit', { nullable: true, description: 'Its unit.' }),
      mean: t.exposeFloat('mean', { description: 'Mean.' }),
      deviation: t.exposeFloat('deviation', { description: 'Standard deviation.' }),
      least: t.exposeFloat('least', { description: 'Least value.' }),
      greatest: t.exposeFloat('greatest', { description: 'Greatest value.' }),
      quantiles: t.floatList({
        description: 'The values below which 5, 25, 50, 75 and 95 % lie.',
        resolve: ({ quantiles }) => [...quantiles],
      }),
    }),
  })

export const EpochLossType = builder.objectRef<EpochLoss>('EpochLoss').implement({
  description: 'Losses of one pass over the data.',
  fields: t => ({
    epoch: t.exposeInt('epoch', { description: 'Which pass, counted from 1.' }),
    training: t.exposeFloat('training', { description: 'Of what is learnt from.' }),
    validation: t.exposeFloat('validation', { description: 'The one that decides.' }),
  }),
})

const TrainingSampleType = builder.objectRef<NonNullable<Version['sample']>>('TrainingSample').implement({
  description: 'The last points of the training data, in columns, oldest first.',
  fields: t => ({
    times: t.field({
      type: 'Instants',
      description: 'The instants.',
      resolve: ({ times }) => Float64Array.from(times),
    }),
    values: t.field({
      type: ['Values'],
      description: 'One column per channel.',
      resolve: ({ channels }) => channels.map(values => Float64Array.from(values, value => value ?? Number.NaN)),
    }),
  }),
})

/** What else belongs to a version is beside it: its training, where it is deployed. */
export const VersionType = builder.objectRef<Version>('Version')
builder.node(VersionType, {
  description: 'An immutable result of a training, or a file made elsewhere. Only tags, note and archive ever change.',
  id: { resolve: version => version.id, parse: rowId, description: identity },
  loadMany: (ids, { loaders }) => Promise.all(ids.map(id => loaders.version(id))),
  fields: t => ({
    name: t.string({
      description: 'v1, v2, v3 … in its series or group; never used again.',
      resolve: ({ number }) => versionName(number),
    }),
    model: t.field({
      type: ModelType,
      description: 'The model that it is of.',
      complexity: 1,
      resolve: async ({ modelId }, _args, { loaders }) => (await loaders.model(modelId))!,
    }),
    ...scopeFields(t),
    role: t.expose('role', { type: RoleEnum, description: 'What it speaks of.' }),
    kind: t.expose('kind', { type: ModelKindEnum, description: 'Which kind it is of.' }),
    settings: t.expose('settings', { type: 'Settings', description: 'What it was trained with.' }),
    recipe: t.field({ type: RecipeType, description: 'How raw points become what it sees.', resolve: it => it.recipe }),
    origin: t.expose('origin', { type: VersionOriginEnum, description: 'Where it comes from.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made, or uploaded.' }),
    createdBy: t.exposeString('createdBy', {
      nullable: true,
      description: 'Who asked for it; null where nobody is known.',
    }),
    points: t.exposeFloat('points', { nullable: true, description: 'Points on the grid that it learnt from.' }),
    dataFrom: t.expose('dataFrom', { type: 'DateTime', nullable: true, description: 'Instant of the first of them.' }),
    dataTo: t.expose('dataTo', { type: 'DateTime', nullable: true, description: 'Instant of the last of them.' }),
    dataHash: t.exposeString('dataHash', {
      nullable: true,
      description: 'SHA-256 of the training data; null where a file does not say.',
    }),
    statistics: t.field({
      type: [ChannelFiguresType],
      description: 'What the channels of the training data were like; none where a file does not say.',
      resolve: ({ statistics, channels }) => (statistics ?? []).map((one, c) => ({ ...one, ...channels[c]! })),
    }),
    metrics: t.field({
      type: VersionMetricsType,
      nullable: true,
      description: 'How it did on data that it had not seen; null where a file does not say.',
      resolve: ({ metrics }) => metrics,
    }),
    losses: t.field({ type: [EpochLossType], description: 'Its loss curve.', resolve: ({ losses }) => losses }),
    bestEpoch: t.exposeInt('bestEpoch', {
      nullable: true,
      description: 'The pass whose weights it has; null where there were none.',
    }),
    took: t.exposeFloat('took', { nullable: true, description: 'Milliseconds its training took.' }),
    lookback: t.exposeInt('lookback', { description: 'Points on the grid that it looks at.' }),
    horizon: t.exposeInt('horizon', { description: 'Steps that it makes at once; 0 for one that watches.' }),
    sample: t.field({
      type: TrainingSampleType,
      nullable: true,
      description:
        'The last points of its training data, for a plot: those that it keeps, of a group those of its longest series. Of a series that is named, those stored up to where it learnt, as they are now, by its recipe; null where it was not made for that series.',
      complexity: ({ series }) => (series == null ? 1 : { field: 30, multiplier: 1 }),
      args: {
        series: t.arg.string({ description: 'Key of the series, such as a member of its group [as it keeps].' }),
      },
      resolve: (version, { series }, { app, spend }) =>
        series == null ? version.sample : memberSample(app, version, series, spend),
    }),
    bytes: t.exposeInt('artifactBytes', { description: 'Size of its ONNX file.' }),
    hash: t.exposeString('artifact', { description: 'SHA-256 of its ONNX file.' }),
    downloadUrl: t.string({
      description: 'Where the ONNX file can be fetched with GET, on this server; docs/artifacts.md says how it is run.',
      resolve: ({ id }) => versionPath(encodeId('Version', id)),
    }),
    tags: t.stringList({ description: 'What people marked it with.', resolve: ({ tags }) => [...tags] }),
    note: t.exposeString('note', { nullable: true, description: 'What people say of it.' }),
    archived: t.boolean({
      description: 'Whether it is put away; it can be brought back.',
      resolve: it => it.archivedAt !== null,
    }),
    deployed: t.exposeBoolean('deployed', { description: 'Whether it is active, canary or shadow anywhere.' }),
  }),
})

export const VersionConnection = connectionOf('Version', VersionType, 'versions')

const VersionOrderEnum = closedSet<VersionOrder>('VersionOrder', 'The order versions are listed in.', {
  newest: 'The newest first.',
  mase: 'The one with the least MASE first.',
  size: 'The largest file first.',
})

const VersionFilterInput = builder.inputType('VersionFilter', {
  description: 'Which versions; every condition must hold, one left out always does.',
  fields: t => ({
    search: t.string({
      description: 'Each of these words is in the name of its series or group, a tag, the note or the kind.',
    }),
    scope: t.field({ type: ScopeInput, description: 'For this series or group.' }),
    model: t.globalID({ for: [ModelType], description: 'Of this model.' }),
    role: t.field({ type: RoleEnum, description: 'Of this role.' }),
    kind: t.field({ type: ModelKindEnum, description: 'Of this kind.' }),
    tag: t.string({ description: 'With this tag.' }),
    archived: t.boolean({ description: 'Put away, or not.' }),
    deployed: t.boolean({ description: 'Deployed anywhere, or not.' }),
    from: t.field({ type: 'DateTime', description: 'Made from this instant on.' }),
    to: t.field({ type: 'DateTime', description: 'Made before this instant.' }),
  }),
})

builder.queryFields(t => ({
  versions: t.connection(
    {
      type: VersionType,
      description: 'The registry: versions of all series and groups.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: {
        filter: t.arg({ type: VersionFilterInput, description: 'Which of them [all].' }),
        orderBy: t.arg({ type: VersionOrderEnum, description: 'The order they are listed in [NEWEST].' }),
      },
      resolve: async (_root, { filter, orderBy, ...page }, { app }) => {
        const { model, ...rest } = filter ?? {}
        const modelId = rowIdOf(model)
        return toConnection(await versionsBy(app, { ...rest, modelId }, page, orderBy ?? undefined))
      },
    },
    VersionConnection,
  ),
}))

builder.objectField(ModelType, 'versions', t =>
  t.connection(
    {
      type: VersionType,
      description: 'Its versions, the newest first.',
      complexity: pageCost,
      resolve: async ({ id }, page, { app }) => toConnection(await versionsBy(app, { modelId: id }, page)),
    },
    VersionConnection,
  ),
)

builder.objectField(SeriesType, 'version', t =>
  t.field({
    type: VersionType,
    nullable: true,
    description: 'One of its own versions by name, archived ones too; null where it has none of that name.',
    complexity: 1,
    args: { name: t.arg.string({ required: true, description: 'Such as v3.' }) },
    resolve: ({ id }, { name }, { app }) => {
      const number = versionNumber(name)
      return number === null ? null : findNumbered(app.reads, { seriesId: id }, number)
    },
  }),
)

const VersionPayload = builder.objectRef<{ readonly version: Version }>('VersionPayload').implement({
  description: 'A version as it is now.',
  fields: t => ({ version: t.expose('version', { type: VersionType, description: 'The version.' }) }),
})

mutation('updateVersion', {
  description: 'Marks a version, notes something on it, puts it away or brings it back. What it says never changes.',
  input: builder.inputType('UpdateVersionInput', {
    description: 'Changes to a version: what is left out stays as it is.',
    fields: t => ({
      id: t.globalID({ required: true, for: [VersionType], description: 'As given by `Version.id`.' }),
      tags: t.stringList({ description: 'Instead of those it has, at most 20 of at most 50 characters each.' }),
      note: t.string({ description: 'What to say of it; null removes it.' }),
      archived: t.boolean({ description: 'Whether to put it away. One that is deployed cannot be.' }),
    }),
  }),
  payload: VersionPayload,
  faults: ['INVALID_INPUT', 'INVALID_VERSION'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id, ...changes }, { app }) => ({ version: await changeVersion(app, rowId(id.id), changes) }),
})
