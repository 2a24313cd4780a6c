import type { Generator, Reset } from '../flows/generate.ts'
import type { Truth, TruthColumns } from '../store/generator/truth.ts'
import { requireSeries } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, type PlacedChannel, placed } from './channel.ts'
import { GeneratorSettingsInput, GeneratorSettingsType } from './generator/settings.ts'
import { HoldingsType, holdingsCost } from './holdings.ts'
import { mutation } from './mutation.ts'
import { ownerOf, seriesField } from './owner.ts'
import { rangeArgs, rangeCost } from './range.ts'
import { SeriesType } from './series.ts'

type TrueChannel = TruthColumns & { readonly channel: PlacedChannel }

const inUnit = "one value per instant, in the channel's unit"

const GeneratedChannelType = builder.objectRef<TrueChannel>('GeneratedChannel').implement({
  description: 'What the values of one channel were made of.',
  fields: t => ({
    channel: t.expose('channel', { type: ChannelType, description: 'Of which channel.' }),
    base: t.expose('base', { type: 'Values', description: `The level: ${inUnit}.` }),
    trend: t.expose('trend', { type: 'Values', description: `The trend: ${inUnit}.` }),
    season: t.expose('season', { type: 'Values', description: `The season: ${inUnit}.` }),
    noise: t.expose('noise', { type: 'Values', description: `The noise: ${inUnit}.` }),
    injected: t.expose('injected', {
      type: 'Values',
      description: `The injected anomaly: ${inUnit}; 0 where none was.`,
    }),
  }),
})

const GeneratedWindowType = builder
  .objectRef<Truth & { readonly series: PlacedChannel[] }>('GeneratedWindow')
  .implement({
    description: 'Ground truth in columns, oldest first.',
    fields: t => ({
      times: t.expose('times', { type: 'Instants', description: 'The instants, ascending.' }),
      channels: t.field({
        type: [GeneratedChannelType],
        description: 'One entry per channel, in channel order.',
        resolve: ({ channels, series }) => channels.map((each, position) => ({ ...each, channel: series[position]! })),
      }),
    }),
  })

const GeneratorType = builder.objectRef<Generator>('Generator').implement({
  description: 'Makes points of a series by itself, one per interval, and keeps what they were made of.',
  fields: t => ({
    series: seriesField(t, 'The series it feeds.'),
    settings: t.expose('settings', { type: GeneratorSettingsType, description: 'How values are made.' }),
    running: t.exposeBoolean('running', { description: 'Whether it makes points now.' }),
    generated: t.exposeFloat('generated', { description: 'How many points it made since it was started or reset.' }),
    holdings: t.field({
      type: HoldingsType,
      description: 'What `resetGenerator` would remove: points that it made, what was found among them, forecasts.',
      complexity: holdingsCost,
      resolve: (generator, _args, { app }) => app.generators.holdings(generator),
    }),
    truth: t.field({
      type: GeneratedWindowType,
      description: 'What its points were made of, in a range or the `last` N [1000].',
      complexity: rangeCost,
      args: rangeArgs('1000'),
      resolve: async (generator, range, context) => {
        const series = await ownerOf(generator, context)
        const truth = await context.app.generators.truth(series, range)
        context.spend(truth.times.length * series.channels.length)
        return { ...truth, series: series.channels.map((_, position) => placed(series, position)) }
      },
    }),
  }),
})

builder.objectField(SeriesType, 'generator', t =>
  t.field({
    type: GeneratorType,
    nullable: true,
    description: 'What makes its points, from its creation on; null where nothing does.',
    complexity: 1,
    resolve: (series, _args, { loaders }) => loaders.generator(series.id),
  }),
)

const GeneratorPayload = builder.objectRef<{ readonly generator: Generator }>('GeneratorPayload').implement({
  description: 'A generator as it is now.',
  fields: t => ({ generator: t.expose('generator', { type: GeneratorType, description: 'The generator.' }) }),
})

const ResetGeneratorPayload = builder.objectRef<Reset>('ResetGeneratorPayload').implement({
  description: 'A generator that begins anew.',
  fields: t => ({
    generator: t.expose('generator', { type: GeneratorType, description: 'The generator as it is now.' }),
    removed: t.expose('removed', { type: HoldingsType, description: 'What was removed.' }),
  }),
})

const key = 'Key of the series, which was created with a generator.'
const StartGeneratorInput = builder.inputType('StartGeneratorInput', {
  description: 'Which generator to start.',
  fields: t => ({
    key: t.string({ required: true, description: key }),
    settings: t.field({ type: GeneratorSettingsInput, description: 'How values are made from now on.' }),
  }),
})
const StopGeneratorInput = builder.inputType('StopGeneratorInput', {
  description: 'Which generator to stop.',
  fields: t => ({ key: t.string({ required: true, description: key }) }),
})
const ResetGeneratorInput = builder.inputType('ResetGeneratorInput', {
  description: 'Which generator to reset.',
  fields: t => ({
    key: t.string({ required: true, description: key }),
    settings: t.field({ type: GeneratorSettingsInput, description: 'How values are made from now on.' }),
  }),
})

mutation('startGenerator', {
  description: 'Starts the generator of a series, or changes how a running one makes values.',
  input: StartGeneratorInput,
  payload: GeneratorPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'GENERATOR_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ key }) => ({ series: [key] }),
  resolve: async ({ key, settings }, { app }) => ({
    generator: await app.generators.start(await requireSeries(app.db, key), settings),
  }),
})

mutation('stopGenerator', {
  description: 'Stops the generator of a series; started again, it goes on.',
  input: StopGeneratorInput,
  payload: GeneratorPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'GENERATOR_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ key }) => ({ series: [key] }),
  resolve: async ({ key }, { app }) => ({
    generator: await app.generators.stop(await requireSeries(app.db, key)),
  }),
})

mutation('resetGenerator', {
  description:
    'Removes the points that a generator made, the anomalies among them and all forecasts of the series, and starts over from its first point. Points that others brought stay. It cannot be undone.',
  input: ResetGeneratorInput,
  payload: ResetGeneratorPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'GENERATOR_NOT_FOUND'],
  needs: 'admin',
  touches: ({ key }) => ({ series: [key] }),
  resolve: async ({ key, settings }, { app }) => app.generators.reset(await requireSeries(app.db, key), settings),
})
