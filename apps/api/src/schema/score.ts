import { toldAtMost } from '@seriema/domain/point'
import { type ScoredBatch, type ScoredChannel, scoreBatch, type Verdict, verdictsOf } from '../flows/score.ts'
import { type Series, seriesNotFound } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, inWatchedUnit, placed } from './channel.ts'
import { DetectorKindEnum, SeverityEnum } from './enums.ts'
import { outcome } from './fault.ts'
import { rowIdOf } from './identity.ts'
import { PointRejectionType, PointWarningType, SeriesPointsInput } from './ingest.ts'
import { needs } from './needs.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { requireReach } from './touch.ts'
import { VersionType } from './version.ts'
import { counted } from './words.ts'

const nothingKnown = 'null where nothing can be said'

const ScoredPointType = builder.objectRef<Verdict & { readonly series: Series }>('ScoredPoint').implement({
  description: 'What the detector says of one value.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'Instant of the point.' }),
    channel: t.field({
      type: ChannelType,
      description: 'Of which channel.',
      resolve: ({ series, channel }) => placed(series, channel),
    }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: `The value, ${inWatchedUnit}; null: missing, or a counter's first.`,
    }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: `How far it lies from what was expected, in standard deviations; ${nothingKnown}.`,
    }),
    expected: t.exposeFloat('expected', {
      nullable: true,
      description: `What was expected, ${inWatchedUnit}; ${nothingKnown}.`,
    }),
    lower: t.exposeFloat('lower', {
      nullable: true,
      description: `Least value that would not stand out, in the same unit; ${nothingKnown}.`,
    }),
    upper: t.exposeFloat('upper', {
      nullable: true,
      description: `Greatest value that would not stand out, in the same unit; ${nothingKnown}.`,
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

type Scored = ScoredBatch & { readonly series: Series }

const none = 'NaN, written null, where nothing can be said'

const ScoredChannelType = builder
  .objectRef<ScoredChannel & { readonly series: Series; readonly channel: number }>('ScoredChannel')
  .implement({
    description: 'What a detector says of the values of a channel, in columns: one entry per instant of the batch.',
    fields: t => ({
      channel: t.field({
        type: ChannelType,
        description: 'Which channel.',
        resolve: ({ series, channel }) => placed(series, channel),
      }),
      scores: t.expose('scores', {
        type: 'Values',
        description: `How far each lies from what was expected, in standard deviations; ${none}.`,
      }),
      expected: t.expose('expected', {
        type: 'Values',
        description: `What was expected, in the channel's unit; ${none}.`,
      }),
      lower: t.expose('lower', {
        type: 'Values',
        description: `Least value that would not stand out, in the channel's unit; ${none}.`,
      }),
      upper: t.expose('upper', {
        type: 'Values',
        description: `Greatest value that would not stand out, in the channel's unit; ${none}.`,
      }),
    }),
  })

const ScoredBatchType = builder.objectRef<Scored>('ScoredBatch').implement({
  description: 'What a detector says of a batch of points.',
  fields: t => ({
    series: t.field({ type: SeriesType, description: 'Of which series.', resolve: ({ series }) => series }),
    detector: t.expose('detector', { type: DetectorKindEnum, description: 'Which detector spoke.' }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who spoke.',
      resolve: ({ detector: kind, versionId }) => ({ kind, versionId }),
    }),
    fallback: t.exposeString('fallback', {
      nullable: true,
      description: 'Why whoever was to speak did not, or not of all values; null when it did.',
    }),
    times: t.expose('times', { type: 'Instants', description: 'Instants of the good points, ascending.' }),
    channels: t.field({
      type: [ScoredChannelType],
      description: 'In columns, one per channel: what to ask for where there is more than a handful of points.',
      resolve: ({ channels, series }) => channels.map((column, channel) => ({ ...column, series, channel })),
    }),
    anomalies: t.field({
      type: [ScoredPointType],
      description: 'Those of the values that would be anomalies, by instant.',
      resolve: ({ findings, series }) => findings.map(finding => ({ ...finding, series })),
    }),
    points: t.field({
      type: [ScoredPointType],
      description: 'One entry per good point and channel, by instant.',
      resolve: async scored => (await verdictsOf(scored)).map(verdict => ({ ...verdict, series: scored.series })),
    }),
    rejected: t.exposeInt('rejected', { description: 'Points not scored.' }),
    rejections: t.field({
      type: [PointRejectionType],
      description: `The points not scored, each with why; ${counted(toldAtMost)} of them at most.`,
      resolve: ({ rejections }) => rejections,
    }),
    warned: t.exposeInt('warned', { description: 'Points scored that lie more than a year back or an hour ahead.' }),
    warnings: t.field({
      type: [PointWarningType],
      description: `These, each with why; ${counted(toldAtMost)} of them at most.`,
      resolve: ({ warnings }) => warnings,
    }),
  }),
})

const faults = ['INVALID_INPUT', 'TOO_LARGE', 'TIMED_OUT', 'INVALID_VERSION', 'TOO_MANY_REQUESTS'] as const

const SeriesScoreResult = outcome('SeriesScoreResult', {
  description: 'What a detector says of a batch, or why it says nothing.',
  payload: ScoredBatchType,
  faults,
})

const ScorePointsResult = outcome('ScorePointsResult', {
  description: 'What a detector says of a batch of one of many series, or why it says nothing.',
  payload: ScoredBatchType,
  faults: [...faults, 'SERIES_NOT_FOUND', 'UNAVAILABLE'],
})

const versionArg = builder.args(arg => ({
  version: arg.globalID({
    for: [VersionType],
    description: 'Which version, as given by `Version.id` [whoever watches the series].',
  }),
}))

builder.objectField(SeriesType, 'score', t =>
  t.field({
    type: SeriesScoreResult.type,
    description:
      'Scores a batch as if it came now, without storing it: the anomalies are those that storing it, in place of what is stored at its instants, would find.',
    complexity: 10,
    args: {
      times: t.arg({ type: 'Instants', required: true, description: 'The instants, in any order.' }),
      values: t.arg({
        type: ['Values'],
        required: true,
        description: 'One column per channel, in channel order, each as long as `times`; null for a missing value.',
      }),
      ...versionArg,
    },
    resolve: (series, { version, ...raw }, context) =>
      SeriesScoreResult.settle(async () => {
        await requireReach(context, 'viewer', { nodes: [version] })
        await context.app.rates.prediction(series.id, context.caller)
        return { ...(await scoreBatch(context.app, series, raw, rowIdOf(version))), series }
      }),
  }),
)

builder.queryField('scorePoints', t =>
  t.field({
    type: [ScorePointsResult.type],
    description:
      'Scores batches of many series, each as `Series.score` does: one answer per batch, in order; one that fails costs no other.',
    extensions: needs('viewer'),
    complexity: ({ batches }) => ({ field: 10 * batches.length, multiplier: batches.length }),
    args: {
      batches: t.arg({ type: [SeriesPointsInput], required: true, description: 'Points of one series each.' }),
      ...versionArg,
    },
    resolve: (_root, { batches, version }, context) => {
      const inReach = requireReach(context, 'viewer', { nodes: [version] })
      // Each batch says so for itself; without any there is nobody to say it to.
      inReach.catch(() => {})
      return Promise.all(
        batches.map(({ key, ...raw }) =>
          ScorePointsResult.settle(async () => {
            await inReach
            const series = await context.loaders.seriesByKey(key)
            if (series === null) throw seriesNotFound(key)
            await context.app.rates.prediction(series.id, context.caller)
            return { ...(await scoreBatch(context.app, series, raw, rowIdOf(version))), series }
          }),
        ),
      )
    },
  }),
)
