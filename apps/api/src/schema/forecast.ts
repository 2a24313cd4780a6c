import type { InputShapeFromFields } from '@pothos/core'
import { Fault } from '@seriema/domain/fault'
import {
  type ForecastCandidate,
  type ForecastRequest,
  forecastDefaults,
  type Interval,
  longestHorizon,
  mostLevels,
  requestForecast,
} from '@seriema/domain/forecast'
import { forecast, forecastMany } from '../flows/forecast.ts'
import { findForecasts, type StoredForecast } from '../store/forecast.ts'
import { type Series, seriesNotFound } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, inWatchedUnit, type PlacedChannel, placed } from './channel.ts'
import type { Context } from './context.ts'
import { ForecasterKindEnum } from './enums.ts'
import { outcome } from './fault.ts'
import { identity, rowIdOf, rowNumber } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { needs } from './needs.ts'
import { ownerOf, seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { StepType } from './step.ts'
import { subscription } from './subscription.ts'
import { requireReach } from './touch.ts'
import { VersionType } from './version.ts'
import { between } from './words.ts'

const ForecastIntervalType = builder.objectRef<Interval>('ForecastInterval').implement({
  description: 'A band that each coming value lies in with a given probability, by split conformal prediction.',
  fields: t => ({
    level: t.exposeFloat('level', { description: 'The probability, above 0 and below 1.' }),
    lower: t.expose('lower', { type: 'Values', description: `Lower end, one value per step, ${inWatchedUnit}.` }),
    upper: t.expose('upper', { type: 'Values', description: `Upper end, one value per step, ${inWatchedUnit}.` }),
  }),
})

type ChannelForecast = StoredForecast['channels'][number] & { readonly channel: PlacedChannel }

const ChannelForecastType = builder.objectRef<ChannelForecast>('ChannelForecast').implement({
  description: 'What is forecast of one channel.',
  fields: t => ({
    channel: t.expose('channel', { type: ChannelType, description: 'Of which channel.' }),
    mean: t.expose('mean', {
      type: 'Values',
      description: `What is expected, one value per step, ${inWatchedUnit}.`,
    }),
    intervals: t.field({
      type: [ForecastIntervalType],
      description: 'One band per level asked for, ascending.',
      resolve: ({ intervals }) => intervals,
    }),
  }),
})

const ForecastCandidateType = builder.objectRef<ForecastCandidate>('ForecastCandidate').implement({
  description: 'A forecaster that another one was picked from, or that was picked itself, by a backtest on the series.',
  fields: t => ({
    forecaster: t.expose('forecaster', { type: ForecasterKindEnum, description: 'Which forecaster.' }),
    error: t.exposeFloat('error', {
      nullable: true,
      description:
        'Root mean squared error as a multiple of that of repeating the last value; null where it was not tried.',
    }),
    chosen: t.exposeBoolean('chosen', { description: 'Whether it is the one that spoke.' }),
    skipped: t.exposeString('skipped', {
      nullable: true,
      description: 'Why it was not tried, in words; null where it was.',
    }),
  }),
})

export const ForecastType = builder.objectRef<StoredForecast>('Forecast')
builder.node(ForecastType, {
  description: 'What is expected of a series, made at one time; never changed afterwards.',
  id: { resolve: made => made.id, parse: rowNumber(Number.MAX_SAFE_INTEGER), description: identity },
  loadMany: loadManyBy(findForecasts),
  fields: t => ({
    series: seriesField(t, 'The series it is about.'),
    forecaster: t.expose('forecaster', { type: ForecasterKindEnum, description: 'Which forecaster spoke.' }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who made it.',
      resolve: ({ forecaster: kind, versionId }) => ({ kind, versionId }),
    }),
    fallback: t.exposeString('fallback', {
      nullable: true,
      description: 'Why the version that was to speak did not; null where it did, or none was to.',
    }),
    forecasterReason: t.exposeString('forecasterReason', {
      description: 'Why this forecaster and not another, in words.',
    }),
    candidates: t.field({
      type: [ForecastCandidateType],
      description: 'What it was picked from, the best first; empty where it was asked for, or no backtest decided.',
      resolve: made => made.candidates,
    }),
    origin: t.expose('origin', { type: 'DateTime', description: 'Instant of the last point it is made from.' }),
    madeAt: t.expose('madeAt', { type: 'DateTime', description: 'When it was made.' }),
    horizon: t.int({ description: 'How many steps ahead it goes.', resolve: made => made.times.length }),
    interval: t.exposeFloat('interval', {
      description: 'Milliseconds between steps; on average, where calendars count.',
    }),
    step: t.expose('step', { type: StepType, description: 'From one instant to the next.' }),
    season: t.exposeInt('season', { description: 'Season length in points; 1 means none was found.' }),
    times: t.expose('times', { type: 'Instants', description: 'The instants of the steps, ascending.' }),
    channels: t.field({
      type: [ChannelForecastType],
      description: 'One entry per channel, in channel order.',
      resolve: async (made, _args, context) => {
        const series = await ownerOf(made, context)
        return made.channels.map((each, position) => ({ ...each, channel: placed(series, position) }))
      },
    }),
  }),
})

const faults = [
  'INVALID_INPUT',
  'INVALID_VERSION',
  'UNAVAILABLE',
  'INSUFFICIENT_DATA',
  'HORIZON_TOO_LONG',
  'MODEL_NOT_FOUND',
  'TIMED_OUT',
  'TOO_MANY_REQUESTS',
] as const

const SeriesForecastResult = outcome('SeriesForecastResult', {
  description: 'A forecast, or why there is none.',
  payload: ForecastType,
  faults,
})

const QueryForecastsResult = outcome('QueryForecastsResult', {
  description: 'A forecast of one of many series, or why there is none.',
  payload: ForecastType,
  faults: [...faults, 'SERIES_NOT_FOUND'],
})

const requestArgs = builder.args(arg => ({
  horizon: arg.int({
    description: `Steps of the series ahead, ${between([1, longestHorizon])} [${forecastDefaults.horizon}].`,
  }),
  forecaster: arg.field({
    type: ForecasterKindEnum,
    description: "Which forecaster [the series' own choice, else the best in a backtest on it].",
  }),
  version: arg.globalID({
    for: [VersionType],
    description:
      'Which version, in place of a forecaster; it has the levels it was calibrated at, and makes as many steps as it was made for where none are asked for.',
  }),
  levels: arg.floatList({
    description: `Probabilities to give a band for, at most ${mostLevels}, each above 0 and below 1 [${forecastDefaults.levels.join(', ')}].`,
  }),
}))

const requested = ({ version, ...args }: InputShapeFromFields<typeof requestArgs>): ForecastRequest =>
  requestForecast({ ...args, versionId: rowIdOf(version) })

builder.objectField(SeriesType, 'forecast', t =>
  t.field({
    type: SeriesForecastResult.type,
    description: 'The stored forecast if no point came since; else a new one, which is stored and announced.',
    complexity: 20,
    args: requestArgs,
    resolve: (series, args, context) =>
      SeriesForecastResult.settle(async () => {
        await requireReach(context, 'viewer', { nodes: [args.version] })
        await context.app.rates.prediction(series.id, context.caller)
        return forecast(context.app, series, requested(args))
      }),
  }),
)

/** Why a series is not forecast once more for a caller now; null where it is. */
const refusalOf = (series: Series, { app, caller }: Context): Promise<Fault | null> =>
  app.rates.prediction(series.id, caller).then(
    () => null,
    error => {
      if (error instanceof Fault) return error
      throw error
    },
  )

builder.queryField('forecasts', t =>
  t.field({
    type: [QueryForecastsResult.type],
    description: 'Forecasts of many series, made together: one per key, in order; one that fails costs no other.',
    extensions: needs('viewer'),
    complexity: args => ({ field: 20 * args.keys.length, multiplier: args.keys.length }),
    args: {
      keys: t.arg.stringList({ required: true, description: 'Which series.' }),
      ...requestArgs,
    },
    resolve: async (_root, { keys, ...args }, context) => {
      const { app, loaders } = context
      await requireReach(context, 'viewer', { nodes: [args.version] })
      const series = await Promise.all(keys.map(key => loaders.seriesByKey(key)))
      const refusals = await Promise.all(series.map(each => each && refusalOf(each, context)))
      const known = [...new Set(series.filter((each, i) => each !== null && refusals[i] === null))] as Series[]
      const made = await forecastMany(app, known, requested(args))
      const ends = keys.map((key, i) => {
        if (series[i] === null) return seriesNotFound(key)
        return refusals[i] ?? made[known.indexOf(series[i]!)]!
      })
      return ends.map(end =>
        QueryForecastsResult.settle(() => {
          if (end instanceof Fault) throw end
          return end
        }),
      )
    },
  }),
)

subscription('forecastMade', {
  kind: 'forecast',
  description: 'Forecasts as they are made',
  message: 'Forecasts that were made. The first message comes at once, even without forecasts.',
  args: {},
  list: {
    name: 'forecasts',
    description: 'In the order they were made.',
    type: ForecastType,
    of: items => items.map(({ forecast }) => forecast),
  },
})
