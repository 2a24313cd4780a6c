import { type Actual, type LeadErrors, leadErrors } from '@seriema/domain/actual'
import { actualOf } from '../../flows/schedule/actual.ts'
import { listScheduledForecasts, type ScheduledForecast } from '../../store/schedule/forecast.ts'
import type { Series } from '../../store/series.ts'
import { builder } from '../builder.ts'
import { ChannelType, inWatchedUnit, type PlacedChannel, placed } from '../channel.ts'
import { connectionOf, pageCost, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import { ForecastType } from '../forecast.ts'
import { rowIdOf } from '../identity.ts'
import { ScheduleRunType, ScheduleType } from '../schedule.ts'
import { SeriesType } from '../series.ts'
import { between } from '../words.ts'

builder.objectField(ForecastType, 'run', t =>
  t.field({
    type: ScheduleRunType,
    nullable: true,
    description:
      'The run of a schedule that made it; null where it was made otherwise, and where that is out of reach.',
    complexity: 1,
    resolve: ({ runId }, _args, { loaders }) => (runId === null ? null : loaders.scheduleRun(runId)),
  }),
)

/** A forecast beside what came of it. */
interface Beside {
  readonly forecast: ScheduledForecast
  /** Read once for all of a page. */
  readonly actual: () => Promise<Actual>
}

const columns = 'one column per channel, one value per step'

const ScheduledForecastType = builder.objectRef<Beside>('ScheduledForecast').implement({
  description: 'A forecast that a schedule had made, beside what came of it.',
  fields: t => ({
    forecast: t.expose('forecast', { type: ForecastType, description: 'The forecast as it was made.' }),
    run: t.field({
      type: ScheduleRunType,
      nullable: true,
      description: 'The run that made it; null where its schedule is out of reach.',
      complexity: 1,
      resolve: ({ forecast }, _args, { loaders }) => loaders.scheduleRun(forecast.runId),
    }),
    schedule: t.field({
      type: ScheduleType,
      nullable: true,
      description: 'Its schedule; null where that is out of reach.',
      complexity: 1,
      async resolve({ forecast }, _args, { loaders }) {
        const run = await loaders.scheduleRun(forecast.runId)
        return run === null ? null : loaders.schedule(run.scheduleId)
      },
    }),
    actual: t.field({
      type: ['Values'],
      description: `What came at the instants of the forecast, ${columns}, ${inWatchedUnit}; null where nothing did (yet).`,
      complexity: 1,
      resolve: async ({ actual }) => [...(await actual())],
    }),
    errors: t.field({
      type: ['Values'],
      description: `What came less what was expected, ${columns}: the error by lead time.`,
      complexity: 1,
      resolve: async ({ forecast, actual }) =>
        (await actual()).map((values, c) => values.map((value, h) => value - forecast.channels[c]!.mean[h]!)),
    }),
  }),
})

const ScheduledForecastConnection = connectionOf('ScheduledForecast', ScheduledForecastType, 'forecasts')

/** What came is read when it is asked for first. */
function beside(series: Series, forecasts: readonly ScheduledForecast[], { app, spend }: Context) {
  let read: Promise<readonly Actual[]> | null = null
  return forecasts.map(
    (forecast, i): Beside => ({
      forecast,
      async actual() {
        read ??= actualOf(app, series, forecasts, spend)
        return (await read)[i]!
      },
    }),
  )
}

builder.objectField(SeriesType, 'scheduledForecasts', t =>
  t.connection(
    {
      type: ScheduledForecastType,
      description: 'What schedules had forecast of it within 400 days, the one made from the latest points first.',
      complexity: pageCost,
      args: {
        schedule: t.arg.globalID({ for: [ScheduleType], description: 'Only by this schedule [any].' }),
        from: t.arg({ type: 'DateTime', description: 'Only from this `Forecast.origin` on, inclusive.' }),
        to: t.arg({ type: 'DateTime', description: 'Only up to this `Forecast.origin`, exclusive.' }),
      },
      async resolve(series, { schedule, from, to, ...page }, context) {
        const filter = { scheduleId: rowIdOf(schedule), from, to }
        const listed = await listScheduledForecasts(context.app.reads, series.id, filter, page)
        const nodes = beside(
          series,
          listed.edges.map(({ node }) => node),
          context,
        )
        return toConnection({ ...listed, edges: listed.edges.map(({ cursor }, i) => ({ cursor, node: nodes[i]! })) })
      },
    },
    ScheduledForecastConnection,
  ),
)

interface ChannelErrors extends LeadErrors {
  readonly channel: PlacedChannel
}

const nothingCame = 'null where nothing came'

const ChannelErrorsType = builder.objectRef<ChannelErrors>('ChannelLeadErrors').implement({
  description:
    'How far forecasts of a channel were off, by how many steps ahead they looked: the first entry is one step.',
  fields: t => ({
    channel: t.expose('channel', { type: ChannelType, description: 'Of which channel.' }),
    counts: t.field({
      type: ['Int'],
      description: 'Forecasts of which a value has come.',
      resolve: ({ counts }) => [...counts],
    }),
    absolute: t.expose('absolute', {
      type: 'Values',
      description: `Mean absolute error, ${inWatchedUnit}; ${nothingCame}.`,
    }),
    bias: t.expose('bias', {
      type: 'Values',
      description: `Mean of what came less what was expected, ${inWatchedUnit}; ${nothingCame}.`,
    }),
  }),
})

interface SeriesErrors {
  readonly forecasts: number
  readonly channels: readonly ChannelErrors[]
}

const LeadErrorsType = builder.objectRef<SeriesErrors>('LeadErrors').implement({
  description: 'How far forecasts were off, by lead time.',
  fields: t => ({
    forecasts: t.exposeInt('forecasts', { description: 'Forecasts that were looked at.' }),
    channels: t.field({
      type: [ChannelErrorsType],
      description: 'One entry per channel, in channel order.',
      resolve: ({ channels }) => channels,
    }),
  }),
})

const forecastBounds = [1, 200] as const

builder.objectField(SeriesType, 'leadErrors', t =>
  t.field({
    type: LeadErrorsType,
    description: 'How far the latest forecasts of a schedule were off, by lead time.',
    complexity: 20,
    args: {
      schedule: t.arg.globalID({ required: true, for: [ScheduleType], description: 'Which schedule.' }),
      last: t.arg.int({ description: `Of how many forecasts, ${between(forecastBounds)} [30].` }),
    },
    async resolve(series, { schedule, last }, { app, spend }) {
      const first = Math.min(Math.max(last ?? 30, forecastBounds[0]), forecastBounds[1])
      const { edges } = await listScheduledForecasts(app.reads, series.id, { scheduleId: rowIdOf(schedule) }, { first })
      const forecasts = edges.map(({ node }) => node)
      const actual = await actualOf(app, series, forecasts, spend)
      const channels = series.channels.map((_, c) => ({
        channel: placed(series, c),
        ...leadErrors(forecasts.map((one, i) => ({ mean: one.channels[c]!.mean, actual: actual[i]![c]! }))),
      }))
      return { forecasts: forecasts.length, channels }
    },
  }),
)
