import { freshness } from '@seriema/domain/cadence'
import { type Attribute, seriesBounds } from '@seriema/domain/series'
import { wantedKind } from '../serving/serving.ts'
import { listSeries, type Series, type SeriesOrder, samplingInterval, stepOf } from '../store/series.ts'
import { AlarmRulesType } from './alarm-rules.ts'
import { builder } from './builder.ts'
import { ChannelType, placed } from './channel.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet, DetectorKindEnum, ForecasterKindEnum, FreshnessEnum } from './enums.ts'
import { identity, rowId } from './identity.ts'
import { needs } from './needs.ts'
import { StepType } from './step.ts'

export const AttributeType = builder.objectRef<Attribute>('Attribute').implement({
  extensions: needs('nothing'),
  description: 'Something fixed about a series that models can use as a category, such as region = SP.',
  fields: t => ({
    name: t.exposeString('name', { description: 'What it says something about.' }),
    value: t.exposeString('value', { description: 'What it says.' }),
  }),
})

const freshnessOf = (series: Series, now: number) => freshness({ ...series, step: stepOf(series) }, now)

const FreshnessType = builder.objectRef<Series>('Freshness').implement({
  description: 'How recent a series is, judged when asked.',
  fields: t => ({
    state: t.field({
      type: FreshnessEnum,
      description: 'Whether points come as expected.',
      resolve: (series, _args, { app }) => freshnessOf(series, app.clock()).state,
    }),
    lastAt: t.expose('lastAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Instant of the most recent point; null when there is none.',
    }),
    expectedBy: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the next point is due; past this the series is stale, or an archive. Null until a step is known.',
      resolve: (series, _args, { app }) => freshnessOf(series, app.clock()).expectedBy,
    }),
  }),
})

const IntervalSourceEnum = closedSet<'declared' | 'inferred'>('IntervalSource', 'How a sampling interval is known.', {
  declared: 'Its owner said so.',
  inferred: 'It is the step of the calendar that the points show, else their median gap.',
})

/** What other files add to a series is beside what they add: `points`, `forecast`, `anomalies`, `generator`. */
export const SeriesType = builder.objectRef<Series>('Series')
builder.node(SeriesType, {
  description: `Values measured over time, in 1 to ${seriesBounds.channels} channels, under a name that its owner chose.`,
  id: { resolve: series => series.id, parse: rowId, description: identity },
  loadMany: (ids, { loaders }) => Promise.all(ids.map(id => loaders.series(id))),
  fields: t => ({
    key: t.exposeString('key', {
      description: `The name its owner chose: 1 to ${seriesBounds.keyLength} letters, digits or underscores.`,
    }),
    title: t.exposeString('title', { nullable: true, description: 'What to call it in front of people.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is.' }),
    channels: t.field({
      type: [ChannelType],
      description: 'What is measured, in the order of all columns of values.',
      resolve: series => series.channels.map((_, position) => placed(series, position)),
    }),
    attributes: t.field({
      type: [AttributeType],
      description: 'What is fixed about it.',
      resolve: series => series.attributes,
    }),
    interval: t.float({
      nullable: true,
      description: 'Milliseconds between points, on average where calendars count; null until known.',
      resolve: samplingInterval,
    }),
    step: t.field({
      type: StepType,
      nullable: true,
      description: 'From one point to the next, declared or inferred; null until known.',
      resolve: stepOf,
    }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone whose calendar its steps are looked for in.' }),
    intervalSource: t.field({
      type: IntervalSourceEnum,
      nullable: true,
      description: 'How `step` and `interval` are known; null until they are.',
      resolve: ({ interval, step, inferredInterval }) =>
        interval !== null || step !== null ? 'declared' : inferredInterval !== null ? 'inferred' : null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    pointCount: t.exposeFloat('pointCount', { description: 'How many points are stored.' }),
    firstAt: t.expose('firstAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Instant of its oldest point; null when there is none.',
    }),
    lastAt: t.expose('lastAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Instant of its most recent point; null when there is none.',
    }),
    freshness: t.field({ type: FreshnessType, description: 'How recent it is.', resolve: series => series }),
    detector: t.field({
      type: DetectorKindEnum,
      description: 'What scores its points.',
      resolve: (series, _args, { app }) => app.serving.speakerOf(series, 'watch').kind,
    }),
    alarmRules: t.field({
      type: AlarmRulesType,
      description: 'What its owner wants to hear of, beyond what the detector thinks unusual.',
      resolve: series => series.alarmRules,
    }),
    forecaster: t.field({
      type: ForecasterKindEnum,
      nullable: true,
      description: 'What forecasts it; null leaves the choice to what its history can bear.',
      resolve: (series, _args, { app }) => wantedKind(app.serving.speakerOf(series, 'forecast')),
    }),
  }),
})

export const SeriesConnection = connectionOf('Series', SeriesType, 'series')

const SeriesOrderEnum = closedSet<SeriesOrder>('SeriesOrder', 'The order series are listed in.', {
  key: 'By key, ascending.',
  created: 'The newest first.',
  lastPoint: 'The one with the most recent point first.',
  anomalies: 'The one with the most anomalies in the 24 hours up to its own last point first.',
})

builder.queryFields(t => ({
  series: t.connection(
    {
      type: SeriesType,
      description: 'Lists the series.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: {
        search: t.arg.string({
          description:
            'Only those that have each of these words in the key, the title or an attribute, whatever its case.',
        }),
        orderBy: t.arg({ type: SeriesOrderEnum, description: 'The order they are listed in [KEY].' }),
      },
      resolve: async (_root, args, { app, loaders }) => {
        const page = await listSeries(app.reads, args)
        for (const { node } of page.edges) loaders.remember(node)
        return toConnection(page)
      },
    },
    SeriesConnection,
  ),
  seriesByKey: t.field({
    type: SeriesType,
    nullable: true,
    description: 'The series with this key; null when there is none.',
    extensions: needs('viewer'),
    complexity: 1,
    args: { key: t.arg.string({ required: true, description: 'The name its owner chose.' }) },
    resolve: (_root, { key }, { loaders }) => loaders.seriesByKey(key),
  }),
}))
