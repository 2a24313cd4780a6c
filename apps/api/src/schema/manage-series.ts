import { seriesBounds } from '@seriema/domain/series'
import { type DeletedNow, deleteSeries, restoreSeries } from '../flows/deletion.ts'
import { createSeries, updateSeries } from '../flows/series.ts'
import type { Series } from '../store/series.ts'
import { AlarmRulesInput } from './alarm-rules.ts'
import { builder } from './builder.ts'
import { ChannelChangeInput, ChannelInput } from './channel.ts'
import { nameOf } from './context.ts'
import { DetectorKindEnum, ForecasterKindEnum } from './enums.ts'
import { GeneratorSettingsInput } from './generator/settings.ts'
import { HoldingsType } from './holdings.ts'
import { mutation } from './mutation.ts'
import { SeriesType } from './series.ts'
import { StepInput } from './step.ts'
import { counted } from './words.ts'

const { keyLength, channels, attributes, nameLength, textLength } = seriesBounds
const atMost = `at most ${counted(textLength)} characters`

export const AttributeInput = builder.inputType('AttributeInput', {
  description: 'Something fixed about a series.',
  fields: t => ({
    name: t.string({
      required: true,
      description: `What it says something about, 1 to ${nameLength} characters, once a series.`,
    }),
    value: t.string({ required: true, description: `What it says, 1 to ${nameLength} characters.` }),
  }),
})

const CreateSeriesInput = builder.inputType('CreateSeriesInput', {
  description: 'A series to be created.',
  fields: t => ({
    key: t.string({
      required: true,
      description: `Its name: 1 to ${keyLength} letters, digits or underscores, never changed.`,
    }),
    title: t.string({ description: `What to call it in front of people, ${atMost}.` }),
    description: t.string({ description: `What it is, ${atMost}.` }),
    channels: t.field({
      type: [ChannelInput],
      description: `1 to ${channels}; only their kind can be changed later [one channel named value].`,
    }),
    attributes: t.field({
      type: [AttributeInput],
      description: `What is fixed about it, at most ${attributes} [none].`,
    }),
    interval: t.float({
      description: 'Milliseconds between points, 1 to ten years [inferred from the points].',
    }),
    step: t.field({ type: StepInput, description: 'In place of `interval`: a step of the calendar, such as a month.' }),
    timeZone: t.string({ description: 'IANA zone whose calendar steps are counted by [UTC].' }),
    detector: t.field({ type: DetectorKindEnum, description: 'What scores its points [ENSEMBLE].' }),
    alarmRules: t.field({ type: AlarmRulesInput, description: 'What is an anomaly and which is an alarm.' }),
    generator: t.field({
      type: GeneratorSettingsInput,
      description: 'How a generator makes its points, from now on; no other series ever has one [no generator].',
    }),
  }),
})

const UpdateSeriesInput = builder.inputType('UpdateSeriesInput', {
  description: 'Changes to a series: what is left out stays as it is.',
  fields: t => ({
    key: t.string({ required: true, description: 'Which series.' }),
    title: t.string({ description: `What to call it, ${atMost}; null removes it.` }),
    description: t.string({ description: `What it is, ${atMost}; null removes it.` }),
    channels: t.field({
      type: [ChannelChangeInput],
      description: 'What is said anew of some channels; the others stay as they are.',
    }),
    attributes: t.field({ type: [AttributeInput], description: `Instead of those it has, at most ${attributes}.` }),
    interval: t.float({ description: 'Milliseconds between points, 1 to ten years; null has it inferred.' }),
    step: t.field({
      type: StepInput,
      description: 'In place of `interval`: a step of the calendar; null has it inferred.',
    }),
    timeZone: t.string({ description: 'IANA zone whose calendar steps are counted by; null is UTC.' }),
    detector: t.field({ type: DetectorKindEnum, description: 'What scores its points from now on.' }),
    alarmRules: t.field({
      type: AlarmRulesInput,
      description: 'What is an anomaly and which is an alarm, from now on.',
    }),
    forecaster: t.field({
      type: ForecasterKindEnum,
      description: 'What forecasts it from now on; null returns to automatic.',
    }),
  }),
})

const DeleteSeriesInput = builder.inputType('DeleteSeriesInput', {
  description: 'A series to be deleted.',
  fields: t => ({
    key: t.string({ required: true, description: 'Which series.' }),
    forever: t.boolean({
      description: 'Whether it goes at once and for good, be it deleted already or not; its key is free then [false].',
    }),
  }),
})

const RestoreSeriesInput = builder.inputType('RestoreSeriesInput', {
  description: 'A deleted series to be restored.',
  fields: t => ({ key: t.string({ required: true, description: 'Which series: the key it had.' }) }),
})

const SeriesPayload = builder.objectRef<{ readonly series: Series }>('SeriesPayload').implement({
  description: 'A series as it is now.',
  fields: t => ({ series: t.expose('series', { type: SeriesType, description: 'The series.' }) }),
})

const DeleteSeriesPayload = builder.objectRef<DeletedNow>('DeleteSeriesPayload').implement({
  description: 'A series that is deleted.',
  fields: t => ({
    key: t.exposeString('key', { description: 'The key it had.' }),
    removed: t.expose('removed', { type: HoldingsType, description: 'What went with it.' }),
    restorableUntil: t.expose('restorableUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when `restoreSeries` brings it back; null when it is gone for good.',
    }),
  }),
})

mutation('createSeries', {
  description: 'Creates a series, with a generator that makes its points or without.',
  input: CreateSeriesInput,
  payload: SeriesPayload,
  faults: ['INVALID_INPUT', 'INVALID_SERIES_KEY', 'SERIES_EXISTS'],
  needs: 'admin',
  touches: ({ key, attributes }) => ({ becomes: { key, attributes: attributes ?? [] } }),
  about: ({ key }) => ({ series: [key] }),
  resolve: async ({ generator, ...rest }, { app, caller }) => {
    const series = { ...rest, by: nameOf(caller) }
    return { series: await (generator == null ? createSeries(app, series) : app.generators.create(series, generator)) }
  },
})

mutation('updateSeries', {
  description: 'Changes what is said about a series, and what scores and forecasts it.',
  input: UpdateSeriesInput,
  payload: SeriesPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'MODEL_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ key, attributes }) => ({ series: [key], becomes: attributes == null ? null : { key, attributes } }),
  resolve: async ({ key, attributes, channels, detector, ...rest }, { app, caller }) => {
    // GraphQL leaves out what was not given, so nothing in `rest` is undefined; these three cannot be null.
    const changes = {
      ...rest,
      by: nameOf(caller),
      ...(attributes != null && { attributes }),
      ...(channels != null && { channels }),
      ...(detector != null && { detector }),
    }
    return { series: await updateSeries(app, key, changes as Parameters<typeof updateSeries>[2]) }
  },
})

mutation('deleteSeries', {
  description:
    'Deletes a series with its points, anomalies, forecasts and generator. `restoreSeries` brings all of it back for as long as `restorableUntil` says.',
  input: DeleteSeriesInput,
  payload: DeleteSeriesPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND'],
  needs: 'admin',
  touches: ({ key }) => ({ series: [key] }),
  resolve: ({ key, forever }, { app }) => deleteSeries(app, key, forever ?? false),
})

mutation('restoreSeries', {
  description: 'Undoes the deletion of a series: it is as it was, with everything that belonged to it.',
  input: RestoreSeriesInput,
  payload: SeriesPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND'],
  needs: 'admin',
  about: ({ key }) => ({ series: [key] }),
  resolve: async ({ key }, { app }) => ({ series: await restoreSeries(app, key) }),
})
