import { patternInWords, type SuppressionTime } from '@seriema/domain/suppression'
import { watchedSeries } from '../detection/watched.ts'
import type { ItemOf } from '../events/event.ts'
import { removeSuppression, suppressLikeThis } from '../flows/suppress.ts'
import { findSuppressions, type Suppression } from '../store/suppression.ts'
import { AnomalyType } from './anomaly.ts'
import { builder } from './builder.ts'
import { ChannelType, inWatchedUnit, placed } from './channel.ts'
import { nameOf } from './context.ts'
import { closedSet, DirectionEnum } from './enums.ts'
import { encodeId, identity, rowId } from './identity.ts'
import { anomalyNumber } from './label.ts'
import { loadManyBy } from './load-many.ts'
import { mutation } from './mutation.ts'
import { ownerOf, seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { subscription } from './subscription.ts'

const SuppressionTimeEnum = closedSet<SuppressionTime>(
  'SuppressionTime',
  "When what is like a false alarm is not raised, by the clocks of the series' zone.",
  {
    any: 'Whenever it comes.',
    hour: 'Within an hour of the same time of day.',
    'hour-of-week': 'Within an hour of the same time on the same day of the week.',
  },
)

const SuppressionType = builder.objectRef<Suppression>('Suppression')
builder.node(SuppressionType, {
  description:
    'What is not raised in a series any more, since somebody called one like it false: values of one channel on one side of what is expected, up to a distance from it.',
  id: { resolve: suppression => suppression.id, parse: rowId, description: identity },
  loadMany: loadManyBy(findSuppressions),
  fields: t => ({
    series: seriesField(t, 'The series it is of.'),
    channel: t.field({
      type: ChannelType,
      description: 'The channel it is of.',
      resolve: async (suppression, _args, context) => placed(await ownerOf(suppression, context), suppression.channel),
    }),
    direction: t.expose('direction', { type: DirectionEnum, description: 'On which side of what is expected.' }),
    atMost: t.exposeFloat('atMost', {
      description: `How far from what is expected at most, ${inWatchedUnit}: half as far again as the false one. What lies farther off is raised.`,
    }),
    time: t.expose('time', { type: SuppressionTimeEnum, description: 'When.' }),
    words: t.string({
      description: 'What is not raised, in words.',
      resolve: async (suppression, _args, context) => {
        const { channels } = watchedSeries(await ownerOf(suppression, context))
        return patternInWords(suppression, channels[suppression.channel]!)
      },
    }),
    like: t.expose('like', { type: 'DateTime', description: 'Instant of the value that was called false.' }),
    madeAt: t.expose('madeAt', { type: 'DateTime', description: 'Since when it holds.' }),
    by: t.exposeString('by', { nullable: true, description: 'Who asked for it; null where nobody is known.' }),
  }),
})

builder.objectField(SeriesType, 'suppressions', t =>
  t.field({
    type: [SuppressionType],
    description: 'What is not raised in it any more, the oldest first.',
    complexity: 1,
    resolve: ({ id }, _args, { loaders }) => loaders.suppressions(id),
  }),
)

const SuppressionPayload = builder.objectRef<{ readonly suppression: Suppression }>('SuppressionPayload').implement({
  description: 'What is not raised from now on.',
  fields: t => ({
    suppression: t.expose('suppression', { type: SuppressionType, description: 'The suppression.' }),
  }),
})

mutation('suppressLikeThis', {
  description:
    'From now on nothing like an anomaly that is labelled FALSE is raised in its series. What is kept stays; `rescoreSeries` judges the past by it, too.',
  input: builder.inputType('SuppressLikeThisInput', {
    description: 'What is not to be raised.',
    fields: t => ({
      anomaly: t.globalID({ required: true, for: [AnomalyType], description: 'As given by `Anomaly.id`.' }),
      time: t.field({ type: SuppressionTimeEnum, description: 'When [ANY].' }),
    }),
  }),
  payload: SuppressionPayload,
  faults: ['INVALID_INPUT', 'ANOMALY_NOT_FOUND', 'TOO_LARGE'],
  needs: 'trainer',
  touches: ({ anomaly }) => ({ nodes: [anomaly] }),
  makes: ({ suppression }) => ({ nodes: [{ typename: 'Suppression', id: String(suppression.id) }] }),
  resolve: async ({ anomaly, time }, { app, caller }) => ({
    suppression: await suppressLikeThis(app, { anomalyId: anomalyNumber(anomaly.id), time, by: nameOf(caller) }),
  }),
})

const RemoveSuppressionPayload = builder.objectRef<Suppression>('RemoveSuppressionPayload').implement({
  description: 'What is raised again from now on.',
  fields: t => ({
    id: t.id({ description: 'That of the suppression.', resolve: ({ id }) => encodeId('Suppression', id) }),
    series: seriesField(t, 'The series it was of.'),
  }),
})

mutation('removeSuppression', {
  description: 'From now on what is like it is raised again. `rescoreSeries` judges the past by that, too.',
  input: builder.inputType('RemoveSuppressionInput', {
    description: 'Which suppression.',
    fields: t => ({
      id: t.globalID({ required: true, for: [SuppressionType], description: 'As given by `Suppression.id`.' }),
    }),
  }),
  payload: RemoveSuppressionPayload,
  faults: ['INVALID_INPUT', 'SUPPRESSION_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => removeSuppression(app, rowId(id.id)),
})

const SuppressionChangeType = builder.objectRef<ItemOf<'suppression'>>('SuppressionChange').implement({
  description: 'Something is not raised any more, or again.',
  fields: t => ({
    id: t.id({
      description: 'That of the suppression.',
      resolve: ({ event }) => encodeId('Suppression', event.suppressionId),
    }),
    series: t.expose('series', { type: SeriesType, description: 'The series it is of.' }),
    suppression: t.expose('suppression', {
      type: SuppressionType,
      nullable: true,
      description: 'What is not raised; null where it is again.',
    }),
  }),
})

subscription('suppressionChanged', {
  kind: 'suppression',
  description: 'What is not raised any more, or again, as people decide it',
  message: 'What was decided. The first message comes at once, even without changes.',
  args: {},
  list: {
    name: 'changes',
    description: 'In the order they were made.',
    type: SuppressionChangeType,
    of: items => items,
  },
})
