import { Fault } from '@seriema/domain/fault'
import type { Batch, Item } from '../events/batch.ts'
import type { EventKind, StatusKind } from '../events/event.ts'
import { spread } from '../events/spread.ts'
import { seriesNotFound } from '../store/series.ts'
import { AnomalyType } from './anomaly.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { closedSet, SeverityEnum } from './enums.ts'
import { ForecastType } from './forecast.ts'
import { ImportType } from './import.ts'
import { SeriesType } from './series.ts'

type ItemOf<K extends EventKind> = Extract<Item, { readonly kind: K }>

const keyLimit = 1_000
const cost = 10

/** Opens a stream of one kind of event. A key that no series has is a mistake here: nothing would ever come. */
async function listen(
  kind: EventKind,
  { series, after }: { series?: readonly string[] | null | undefined; after?: string | null | undefined },
  { app, loaders }: Context,
): Promise<AsyncGenerator<Batch, void, void>> {
  if ((series?.length ?? 0) > keyLimit)
    throw new Fault('INVALID_INPUT', `series lists at most ${keyLimit} keys: leave it out to hear of all`)
  const found = series == null ? null : await Promise.all(series.map(key => loaders.seriesByKey(key)))
  const seriesIds = found?.map((each, i) => {
    if (each === null) throw seriesNotFound(series![i]!)
    return each.id
  })
  return app.hub.stream({ kinds: [kind], seriesIds: seriesIds ?? null }, after ?? null)
}

/** The items of one kind; their series need not be read again. */
function itemsOf<K extends EventKind>(kind: K, { items }: Batch, { loaders }: Context): readonly ItemOf<K>[] {
  for (const { series } of items) if (series !== null) loaders.remember(series)
  return items.filter((item): item is ItemOf<K> => item.kind === kind)
}

const seriesArgs = builder.args(arg => ({
  series: arg.stringList({ description: `Only of the series with these keys, at most ${keyLimit} [all].` }),
}))

const resumeArgs = builder.args(arg => ({
  after: arg.field({
    type: 'Cursor',
    description:
      'The last `cursor` received: everything since then comes first, without gap or repeat. CURSOR_EXPIRED when it is over a week old [from now on].',
  }),
}))

const cursor = 'Where the subscription is now; give it as `after` to go on from here.'

const AddedPointsType = builder.objectRef<ItemOf<'points'>>('AddedPoints').implement({
  description: 'Points of one series that were stored together, in the order they were stored.',
  fields: t => ({
    series: t.expose('series', { type: SeriesType, description: 'The series, as it is by now.' }),
    times: t.field({ type: 'Instants', description: 'Their instants.', resolve: ({ points }) => points.times }),
    values: t.field({
      type: ['Values'],
      description: "One column per channel, in channel order, each as long as `times`, in the channel's unit.",
      resolve: ({ points }) => points.channels,
    }),
    late: t.boolean({ description: 'Whether they came after later ones.', resolve: ({ event }) => event.late }),
    replaced: t.boolean({
      description: 'Whether these replace points that were stored before, at the same instants.',
      resolve: ({ event }) => event.replaced,
    }),
  }),
})

const PointsAddedType = builder.objectRef<Batch>('PointsAdded').implement({
  description: 'Points that were stored. The first message comes at once, even without points.',
  fields: t => ({
    cursor: t.expose('cursor', { type: 'Cursor', description: cursor }),
    added: t.field({
      type: [AddedPointsType],
      description: 'In the order they were stored, at most 5,000 points in all.',
      resolve: (batch, _args, context) => itemsOf('points', batch, context),
    }),
  }),
})

const ForecastMadeType = builder.objectRef<Batch>('ForecastMade').implement({
  description: 'Forecasts that were made. The first message comes at once, even without forecasts.',
  fields: t => ({
    cursor: t.expose('cursor', { type: 'Cursor', description: cursor }),
    forecasts: t.field({
      type: [ForecastType],
      description: 'In the order they were made.',
      resolve: (batch, _args, context) => itemsOf('forecast', batch, context).map(({ forecast }) => forecast),
    }),
  }),
})

const AnomalyFoundType = builder
  .objectRef<Batch & { readonly severities: readonly string[] | null }>('AnomalyFound')
  .implement({
    description: 'Anomalies that were found. The first message comes at once, even without anomalies.',
    fields: t => ({
      cursor: t.expose('cursor', { type: 'Cursor', description: cursor }),
      anomalies: t.field({
        type: [AnomalyType],
        description: 'In the order they were found.',
        resolve: ({ severities, ...batch }, _args, context) =>
          itemsOf('anomalies', batch, context)
            .flatMap(({ anomalies }) => anomalies)
            .filter(({ severity }) => severities === null || severities.includes(severity)),
      }),
    }),
  })

const StatusKindEnum = closedSet<StatusKind>('StatusKind', 'What changed.', {
  SERIES_CREATED: 'A series was created.',
  SERIES_UPDATED: 'What is said of a series was changed.',
  SERIES_DELETED: 'A series was deleted, with everything that belonged to it.',
  GENERATOR_STARTED: 'The generator of a series runs from now on.',
  GENERATOR_STOPPED: 'The generator of a series no longer runs.',
  GENERATOR_RESET: 'The generator of a series begins anew.',
  IMPORT_PROGRESSED: 'The import of a file came on, or ended.',
  SCORER_FELL_BACK: 'The scorer of a series could not speak, so the z-score baseline did.',
  FORECAST_FAILED: 'A series could not be forecast.',
})

const StatusChangedType = builder.objectRef<ItemOf<'status'>>('StatusChanged').implement({
  description: 'Something other than points, forecasts and anomalies happened.',
  fields: t => ({
    kind: t.field({ type: StatusKindEnum, description: 'What changed.', resolve: ({ event }) => event.status }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ event }) => event.at }),
    message: t.string({ description: 'What happened, in words.', resolve: ({ event }) => event.message }),
    key: t.string({
      nullable: true,
      description: "The series' key, where one is concerned.",
      resolve: ({ event }) => event.key,
    }),
    series: t.expose('series', {
      type: SeriesType,
      nullable: true,
      description: 'The series concerned as it is by now; null when it is gone.',
    }),
    import: t.field({
      type: ImportType,
      nullable: true,
      description: 'The import concerned, as it is by now.',
      complexity: 1,
      resolve: ({ event }, _args, { app }) => (event.importId === null ? null : app.imports.get(event.importId)),
    }),
  }),
})

builder.subscriptionFields(t => ({
  pointsAdded: t.field({
    type: PointsAddedType,
    description: 'Points as they are stored, at most 20 messages a second.',
    complexity: cost,
    args: { ...seriesArgs, ...resumeArgs },
    subscribe: (_root, args, context) => listen('points', args, context),
    resolve: batch => batch,
  }),
  forecastMade: t.field({
    type: ForecastMadeType,
    description: 'Forecasts as they are made, at most 20 messages a second.',
    complexity: cost,
    args: { ...seriesArgs, ...resumeArgs },
    subscribe: (_root, args, context) => listen('forecast', args, context),
    resolve: batch => batch,
  }),
  anomalyFound: t.field({
    type: AnomalyFoundType,
    description: 'Anomalies as they are found, at most 20 messages a second.',
    complexity: cost,
    args: {
      ...seriesArgs,
      severities: t.arg({ type: [SeverityEnum], description: 'Only of these severities [all].' }),
      ...resumeArgs,
    },
    subscribe: (_root, args, context) => listen('anomalies', args, context),
    resolve: (batch, { severities }) => ({ ...batch, severities: severities ?? null }),
  }),
  statusChanged: t.field({
    type: StatusChangedType,
    description: 'Everything else as it happens: one message a change, from now on.',
    complexity: cost,
    args: seriesArgs,
    subscribe: async (_root, args, context) => spread(await listen('status', args, context)),
    resolve: item => item as ItemOf<'status'>,
  }),
}))
