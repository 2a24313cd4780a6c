import type { Finding } from '@seriema/domain/anomaly'
import type { AnomalyCounts, RescoreState } from '@seriema/domain/rescore'
import type { RescorePreview } from '../flows/rescore/preview.ts'
import type { Rescore } from '../store/rescore.ts'
import type { Series } from '../store/series.ts'
import { AlarmRulesInput, AlarmRulesType } from './alarm-rules.ts'
import { AnomalyType } from './anomaly.ts'
import { builder } from './builder.ts'
import { ChannelType, placed } from './channel.ts'
import { closedSet, DetectorKindEnum, SeverityEnum } from './enums.ts'
import { outcome } from './fault.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { requireReach } from './touch.ts'

const RescoreStateEnum = closedSet<RescoreState>('RescoreState', "How far judging a series' past anew is.", {
  running: 'Stretch after stretch is judged and its anomalies are replaced.',
  completed: 'All of the past is judged.',
  failed: 'It ended early; what was judged stays, and asking again is safe.',
  cancelled: 'Somebody ended it; what was judged stays.',
})

const difference = {
  judged: 'Points judged.',
  stays: 'Anomalies kept that are found again.',
  goes: 'Anomalies kept that are not found again.',
  comes: 'Anomalies found that were none before.',
}

const RescoreType = builder.objectRef<Rescore>('Rescore').implement({
  description: "Judging a series' past anew. Its counts are of what is committed.",
  fields: t => ({
    state: t.expose('state', { type: RescoreStateEnum, description: 'How far it is.' }),
    detector: t.expose('detector', { type: DetectorKindEnum, description: 'The detector that judges.' }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who judges, with the version where it is of a model.',
      resolve: ({ detector, versionId }) => ({ kind: detector, versionId }),
    }),
    alarmRules: t.field({
      type: AlarmRulesType,
      description: 'The rules it judges by.',
      resolve: ({ alarmRules }) => alarmRules,
    }),
    points: t.exposeFloat('points', {
      description: 'Points there were to judge when it began: all, or those from where an import changed the past.',
    }),
    judged: t.exposeFloat('judged', { description: difference.judged }),
    stays: t.exposeInt('stays', { description: difference.stays }),
    goes: t.exposeInt('goes', { description: difference.goes }),
    comes: t.exposeInt('comes', { description: difference.comes }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it failed, when it did.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, however it did; null until then.',
    }),
  }),
})

builder.objectField(SeriesType, 'rescore', t =>
  t.field({
    type: RescoreType,
    nullable: true,
    description: 'The last time its past was judged anew; null when it never was.',
    complexity: 1,
    resolve: (series, _args, { loaders }) => loaders.rescore(series.id),
  }),
)

const AnomalyCountsType = builder.objectRef<AnomalyCounts>('AnomalyCounts').implement({
  description: 'How many anomalies there are.',
  fields: t => ({
    medium: t.exposeInt('medium', { description: 'Of medium severity.' }),
    high: t.exposeInt('high', { description: 'Of high severity.' }),
    critical: t.exposeInt('critical', { description: 'Of critical severity.' }),
    alarms: t.exposeInt('alarms', { description: 'Those an event begins with.' }),
  }),
})

const ExpectedAnomalyType = builder.objectRef<Finding & { readonly series: Series }>('ExpectedAnomaly').implement({
  description: 'A value that would be an anomaly.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'Instant of the point.' }),
    channel: t.field({
      type: ChannelType,
      description: 'The channel of the value.',
      resolve: ({ series, channel }) => placed(series, channel),
    }),
    value: t.exposeFloat('value', { description: "The value, in the channel's unit." }),
    score: t.exposeFloat('score', { description: 'How far it stands out, as in `Anomaly`.' }),
    severity: t.expose('severity', { type: SeverityEnum, description: 'How far it stands out, in a word.' }),
    detector: t.expose('detector', { type: DetectorKindEnum, description: 'Which detector would speak.' }),
    reason: t.exposeString('reason', { description: 'Why it would stand out, in one sentence.' }),
    alarm: t.exposeBoolean('alarm', { description: 'Whether an event would begin with it.' }),
  }),
})

const RescorePreviewType = builder.objectRef<RescorePreview>('RescorePreview').implement({
  description: "What judging a series' past anew would change.",
  fields: t => ({
    points: t.exposeFloat('points', {
      description: 'Points of the series; where fewer are judged, all of this is of its oldest so many.',
    }),
    judged: t.exposeFloat('judged', { description: difference.judged }),
    stays: t.exposeInt('stays', { description: difference.stays }),
    goes: t.exposeInt('goes', { description: difference.goes }),
    comes: t.exposeInt('comes', { description: difference.comes }),
    before: t.field({ type: AnomalyCountsType, description: 'What is kept.', resolve: ({ before }) => before }),
    after: t.field({ type: AnomalyCountsType, description: 'What would be kept.', resolve: ({ after }) => after }),
    going: t.field({ type: [AnomalyType], description: 'The first that go.', resolve: ({ going }) => going }),
    coming: t.field({
      type: [ExpectedAnomalyType],
      description: 'The first that come.',
      resolve: ({ coming, series }) => coming.map(finding => ({ ...finding, series })),
    }),
  }),
})

const PreviewRescoreResult = outcome('PreviewRescoreResult', {
  description: 'What `previewRescore` ends in.',
  payload: RescorePreviewType,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'TOO_MANY_REQUESTS'],
})

builder.queryField('previewRescore', t =>
  t.field({
    type: PreviewRescoreResult.type,
    description: "What judging a series' past anew would change, were it watched so. Changes nothing.",
    extensions: needs('viewer'),
    complexity: 1_000,
    args: {
      key: t.arg.string({ required: true, description: 'Which series.' }),
      detector: t.arg({ type: DetectorKindEnum, description: 'What would judge [as chosen].' }),
      alarmRules: t.arg({ type: AlarmRulesInput, description: 'Changes to what is an anomaly and which is an alarm.' }),
    },
    resolve: (_root, { key, ...draft }, context) =>
      PreviewRescoreResult.settle(async () => {
        await requireReach(context, 'viewer', { series: [key] })
        return context.app.rescores.preview(key, draft)
      }),
  }),
)

const which = 'Which series.'
const RescoreSeriesInput = builder.inputType('RescoreSeriesInput', {
  description: 'Which past to judge anew.',
  fields: t => ({ key: t.string({ required: true, description: which }) }),
})

const RescorePayload = builder.objectRef<{ readonly rescore: Rescore }>('RescorePayload').implement({
  description: 'Judging a past anew, as it is now.',
  fields: t => ({ rescore: t.expose('rescore', { type: RescoreType, description: 'How it is.' }) }),
})

mutation('rescoreSeries', {
  description:
    'Judges all stored points of a series anew by its detector and alarm rules and puts what is found in place of its anomalies; those found again keep their id. Goes on in the background: `statusChanged` tells of it. Points that come meanwhile are judged as they come.',
  input: RescoreSeriesInput,
  payload: RescorePayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'UNDER_WAY', 'TOO_MANY_REQUESTS'],
  needs: 'trainer',
  touches: ({ key }) => ({ series: [key] }),
  resolve: async ({ key }, { app }) => ({ rescore: await app.rescores.start(key) }),
})

const CancelRescoreInput = builder.inputType('CancelRescoreInput', {
  description: 'Which one to end.',
  fields: t => ({ key: t.string({ required: true, description: which }) }),
})

const CancelRescorePayload = builder.objectRef<{ readonly rescore: Rescore | null }>('CancelRescorePayload').implement({
  description: 'What was ended.',
  fields: t => ({
    rescore: t.expose('rescore', {
      type: RescoreType,
      nullable: true,
      description: 'As it is now; null where none was at work.',
    }),
  }),
})

mutation('cancelRescore', {
  description: "Ends judging a series' past anew; what was judged stays.",
  input: CancelRescoreInput,
  payload: CancelRescorePayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ key }) => ({ series: [key] }),
  resolve: async ({ key }, { app }) => ({ rescore: await app.rescores.cancel(key) }),
})
