import type { LabelVerdict } from '@seriema/domain/label'
import type { ItemOf } from '../events/event.ts'
import { labelAnomaly, labelSpan, removeLabel } from '../flows/label.ts'
import { findLabels, type Label, listLabels } from '../store/label.ts'
import { AnomalyType } from './anomaly.ts'
import { builder } from './builder.ts'
import { ChannelType, placed } from './channel.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { nameOf } from './context.ts'
import { closedSet } from './enums.ts'
import { encodeId, identity, rowId, rowNumber } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { mutation } from './mutation.ts'
import { ownerOf, seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { subscription } from './subscription.ts'

const LabelVerdictEnum = closedSet<LabelVerdict>('LabelVerdict', 'What somebody says of what was raised, or missed.', {
  true: 'It is an anomaly.',
  false: 'It is none: a false alarm.',
  unsure: 'It cannot be said: it counts for nothing.',
})

export const LabelType = builder.objectRef<Label>('Label')
builder.node(LabelType, {
  description:
    'What somebody says of a value that was raised, or of a span in which one was missed. It is of the value, so it stays when the past is judged anew.',
  id: { resolve: label => label.id, parse: rowId, description: identity },
  loadMany: loadManyBy(findLabels),
  fields: t => ({
    series: seriesField(t, 'The series it is of.'),
    channel: t.field({
      type: ChannelType,
      nullable: true,
      description: 'The channel it is of; null: all of them.',
      resolve: async (label, _args, context) =>
        label.channel === null ? null : placed(await ownerOf(label, context), label.channel),
    }),
    from: t.expose('from', { type: 'DateTime', description: 'Instant of the value, or of the beginning of the span.' }),
    to: t.expose('to', {
      type: 'DateTime',
      description: 'Instant of the value, or of the end of the span, exclusive.',
    }),
    missed: t.boolean({
      description: 'Whether it is a span in which nothing was raised.',
      resolve: ({ value }) => value === null,
    }),
    verdict: t.expose('verdict', { type: LabelVerdictEnum, description: 'What is said.' }),
    note: t.exposeString('note', { nullable: true, description: 'Why, in words.' }),
    anomaly: t.field({
      type: AnomalyType,
      nullable: true,
      description: 'The anomaly that is kept of the value; null for a span, and where none is any more.',
      complexity: 1,
      resolve: ({ id }, _args, { loaders }) => loaders.labelledAnomaly(id),
    }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who raised it, or watched as it was missed.',
      resolve: ({ speaker }) => speaker,
    }),
    madeAt: t.expose('madeAt', { type: 'DateTime', description: 'When it was said.' }),
    by: t.exposeString('by', { nullable: true, description: 'Who said it; null where nobody is known.' }),
  }),
})

const LabelConnection = connectionOf('Label', LabelType, 'labels')

builder.objectField(AnomalyType, 'label', t =>
  t.field({
    type: LabelType,
    nullable: true,
    description: 'What somebody says of it; null where nobody said anything.',
    complexity: 1,
    resolve: ({ id }, _args, { loaders }) => loaders.labelOf(id),
  }),
)

builder.objectField(SeriesType, 'labels', t =>
  t.connection(
    {
      type: LabelType,
      description: 'What people say of its anomalies, and of those that were missed: the last of its values first.',
      complexity: pageCost,
      args: {
        verdict: t.arg({ type: LabelVerdictEnum, description: 'Only these [all].' }),
        missed: t.arg.boolean({
          description: 'true: only spans in which one was missed; false: only the others [all].',
        }),
        from: t.arg({ type: 'DateTime', description: 'Of what ends at this instant or later [all].' }),
        to: t.arg({ type: 'DateTime', description: 'Of what begins before this instant [all].' }),
      },
      resolve: async ({ id }, { verdict, missed, from, to, ...page }, { app }) =>
        toConnection(await listLabels(app.reads, id, { verdict, missed, from, to }, page)),
    },
    LabelConnection,
  ),
)

const LabelPayload = builder.objectRef<{ readonly label: Label }>('LabelPayload').implement({
  description: 'What is said from now on.',
  fields: t => ({ label: t.expose('label', { type: LabelType, description: 'The label.' }) }),
})

const note = 'Why, in words, up to 2,000 characters [none].'

mutation('labelAnomaly', {
  description: 'Says whether an anomaly is one, in place of what was said of it before.',
  input: builder.inputType('LabelAnomalyInput', {
    description: 'What to say of which anomaly.',
    fields: t => ({
      anomaly: t.globalID({ required: true, for: [AnomalyType], description: 'As given by `Anomaly.id`.' }),
      verdict: t.field({ type: LabelVerdictEnum, required: true, description: 'What to say.' }),
      note: t.string({ description: note }),
    }),
  }),
  payload: LabelPayload,
  faults: ['INVALID_INPUT', 'ANOMALY_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ anomaly }) => ({ nodes: [anomaly] }),
  resolve: async ({ anomaly, ...said }, { app, caller }) => ({
    label: await labelAnomaly(app, { ...said, by: nameOf(caller), anomalyId: anomalyNumber(anomaly.id) }),
  }),
})

/** The number of the row of an anomaly. Throws INVALID_INPUT. */
export const anomalyNumber = rowNumber(Number.MAX_SAFE_INTEGER)

mutation('labelSpan', {
  description:
    'Says that an anomaly was missed in a span of time, by whoever watches the series. What was raised there is labelled by `labelAnomaly` instead.',
  input: builder.inputType('LabelSpanInput', {
    description: 'Where one was missed.',
    fields: t => ({
      series: t.string({ required: true, description: 'Key of the series.' }),
      channel: t.string({ description: 'Name of the channel [all of them].' }),
      from: t.field({ type: 'DateTime', required: true, description: 'From this instant on, inclusive.' }),
      to: t.field({ type: 'DateTime', required: true, description: 'Up to this instant, exclusive.' }),
      verdict: t.field({ type: LabelVerdictEnum, description: 'TRUE or UNSURE [TRUE].' }),
      note: t.string({ description: note }),
    }),
  }),
  payload: LabelPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ series }) => ({ series: [series] }),
  makes: ({ label }) => ({ nodes: [{ typename: 'Label', id: String(label.id) }] }),
  resolve: async (draft, { app, caller }) => ({ label: await labelSpan(app, { ...draft, by: nameOf(caller) }) }),
})

const RemoveLabelPayload = builder.objectRef<Label>('RemoveLabelPayload').implement({
  description: 'What is no longer said.',
  fields: t => ({
    id: t.id({ description: 'That of the label.', resolve: ({ id }) => encodeId('Label', id) }),
    series: seriesField(t, 'The series it was of.'),
  }),
})

mutation('removeLabel', {
  description: 'Takes back what was said of an anomaly or a span.',
  input: builder.inputType('RemoveLabelInput', {
    description: 'Which label.',
    fields: t => ({ id: t.globalID({ required: true, for: [LabelType], description: 'As given by `Label.id`.' }) }),
  }),
  payload: RemoveLabelPayload,
  faults: ['INVALID_INPUT', 'LABEL_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => removeLabel(app, rowId(id.id)),
})

const LabelChangeType = builder.objectRef<ItemOf<'label'>>('LabelChange').implement({
  description: 'Somebody said something of an anomaly or a span, or took it back.',
  fields: t => ({
    id: t.id({ description: 'That of the label.', resolve: ({ event }) => encodeId('Label', event.labelId) }),
    series: t.expose('series', { type: SeriesType, description: 'The series it is of.' }),
    label: t.expose('label', {
      type: LabelType,
      nullable: true,
      description: 'What is said by now; null where it was taken back.',
    }),
  }),
})

subscription('labelChanged', {
  kind: 'label',
  description: 'What people say of anomalies as they say it',
  message: 'What was said, or taken back. The first message comes at once, even without changes.',
  args: {},
  list: {
    name: 'changes',
    description: 'In the order they were made.',
    type: LabelChangeType,
    of: items => items,
  },
})
