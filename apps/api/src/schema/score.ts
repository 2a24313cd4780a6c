import { toldAtMost } from '@seriema/domain/point'
import { type ScoredBatch, scoreBatch, type Verdict } from '../flows/score.ts'
import type { Series } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, placed } from './channel.ts'
import { DetectorKindEnum, SeverityEnum } from './enums.ts'
import { outcome } from './fault.ts'
import { PointRejectionType } from './ingest.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { counted } from './words.ts'

const nothingKnown = 'null where nothing can be said'

const ScoredPointType = builder.objectRef<Verdict & { readonly series: Series }>('ScoredPoint').implement({
  description: 'What the detector says of one value.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'Instant of the point.' }),
    channel: t.field({
      type: ChannelType,
      description: 'Of which channel.',
      resolve: ({ series, channel }) => placed(series.channels, channel),
    }),
    value: t.exposeFloat('value', { nullable: true, description: "The value, in the channel's unit; null: missing." }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: `How far it lies from what was expected, in standard deviations; ${nothingKnown}.`,
    }),
    expected: t.exposeFloat('expected', {
      nullable: true,
      description: `What was expected, in the channel's unit; ${nothingKnown}.`,
    }),
    lower: t.exposeFloat('lower', {
      nullable: true,
      description: `Least value that would not stand out, in the channel's unit; ${nothingKnown}.`,
    }),
    upper: t.exposeFloat('upper', {
      nullable: true,
      description: `Greatest value that would not stand out, in the channel's unit; ${nothingKnown}.`,
    }),
    severity: t.expose('severity', {
      type: SeverityEnum,
      nullable: true,
      description: 'Severity of the anomaly it would be; null where it would be none, as where it is stored already.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it would be an anomaly; null where it would be none.',
    }),
  }),
})

const ScoredBatchType = builder.objectRef<ScoredBatch & { readonly series: Series }>('ScoredBatch').implement({
  description: 'What a detector says of a batch of points.',
  fields: t => ({
    detector: t.expose('detector', { type: DetectorKindEnum, description: 'Which detector spoke.' }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who spoke.',
      resolve: ({ detector: kind, versionId }) => ({ kind, versionId }),
    }),
    fallback: t.exposeString('fallback', {
      nullable: true,
      description: "Why the series' own detector did not speak, or not of all values; null when it did.",
    }),
    points: t.field({
      type: [ScoredPointType],
      description: 'One entry per good point and channel, by instant.',
      resolve: ({ verdicts, series }) => verdicts.map(verdict => ({ ...verdict, series })),
    }),
    rejected: t.exposeInt('rejected', { description: 'Points not scored.' }),
    rejections: t.field({
      type: [PointRejectionType],
      description: `The points not scored, each with why; ${counted(toldAtMost)} of them at most.`,
      resolve: ({ rejections }) => rejections,
    }),
  }),
})

const SeriesScoreResult = outcome('SeriesScoreResult', {
  description: 'What a detector says of a batch, or why it says nothing.',
  payload: ScoredBatchType,
  faults: ['INVALID_INPUT', 'TOO_LARGE', 'TIMED_OUT'],
})

builder.objectField(SeriesType, 'score', t =>
  t.field({
    type: SeriesScoreResult.type,
    description:
      "Scores a batch with the series' detector as if it came now, without storing it: the anomalies are those that storing it, in place of what is stored at its instants, would find.",
    complexity: 10,
    args: {
      times: t.arg({ type: 'Instants', required: true, description: 'The instants, in any order.' }),
      values: t.arg({
        type: ['Values'],
        required: true,
        description: 'One column per channel, in channel order, each as long as `times`; null for a missing value.',
      }),
    },
    resolve: (series, raw, { app }) =>
      SeriesScoreResult.settle(async () => ({ ...(await scoreBatch(app, series, raw)), series })),
  }),
)
