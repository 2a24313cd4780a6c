import { type ChannelDrift, hasDrifted, worstOf } from '@seriema/domain/drift'
import { driftInWords } from '@seriema/domain/health'
import { rankDrift } from '../store/drift/rank.ts'
import { driftHistory, type StoredDrift } from '../store/drift.ts'
import { requireGroup } from '../store/group.ts'
import type { Series } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, placed } from './channel.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { needs } from './needs.ts'
import { ownerOf, seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'

const psiIs =
  'Population stability index, less what chance alone makes of it: 0 is no change, 0.1 worth a look, 0.25 a clear change'

type OwnedChannel = ChannelDrift & { readonly seriesId: number }

const ChannelDriftType = builder.objectRef<OwnedChannel>('ChannelDrift').implement({
  description: 'How far the values of a channel have moved, of a counter its rate.',
  fields: t => ({
    channel: t.field({
      type: ChannelType,
      description: 'Which channel.',
      complexity: 1,
      resolve: async (one, _args, context) => placed(await ownerOf(one, context), one.channel),
    }),
    psi: t.exposeFloat('psi', { description: `${psiIs}.` }),
    kl: t.exposeFloat('kl', {
      description: 'Kullback–Leibler divergence of the present from the past in nats, less what chance makes of it.',
    }),
    prediction: t.exposeFloat('prediction', {
      nullable: true,
      description:
        'The same as `psi`, of what is forecast one step ahead beside what was forecast at first; null until forecasts of five windows were seen.',
    }),
    predictionDrifted: t.exposeBoolean('predictionDrifted', { description: 'Whether that is beyond its limit.' }),
    limit: t.exposeFloat('limit', {
      description:
        'At which `psi` it has drifted: the limit of the series, or what chance reaches in one of a hundred windows of its past where that is more.',
    }),
    drifted: t.exposeBoolean('drifted', { description: 'Whether `psi` has reached the limit.' }),
  }),
})

interface Change {
  readonly before: number
  readonly now: number
  readonly changed: boolean
}

const changeType = (name: string, description: string, of: string) =>
  builder.objectRef<Change>(name).implement({
    description,
    fields: t => ({
      before: t.exposeFloat('before', { description: `${of} in the past.` }),
      now: t.exposeFloat('now', { description: `${of} in the present.` }),
      changed: t.exposeBoolean('changed', { description: 'Whether it is another one.' }),
    }),
  })

const SeasonChangeType = changeType(
  'SeasonChange',
  'The season of a series, then and now.',
  'Length in points, 1 for none,',
)
const RateChangeType = changeType(
  'SamplingChange',
  'How often points come, then and now: another rate is one that differs by a fifth.',
  'Median milliseconds between points',
)

const DriftType = builder.objectRef<StoredDrift>('SeriesDrift').implement({
  description: 'How far a series has moved from what its forecaster learnt.',
  fields: t => ({
    series: seriesField(t, 'The series.'),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who forecast it then: a version is held against the points that it learnt from.',
      resolve: ({ kind, versionId }) => ({ kind, versionId }),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'Instant of the last point that was looked at.' }),
    window: t.exposeFloat('window', { description: 'Milliseconds up to then that are the present.' }),
    samples: t.exposeInt('samples', { description: 'Points of the present that were looked at.' }),
    from: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Where the past begins that it is held against; null in a history.',
      resolve: ({ reference }) => reference?.from ?? null,
    }),
    to: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Where that past ends; null in a history.',
      resolve: ({ reference }) => reference?.to ?? null,
    }),
    channels: t.field({
      type: [ChannelDriftType],
      description: 'Each channel that has enough values in both.',
      resolve: ({ seriesId, channels }) => channels.map(one => ({ ...one, seriesId })),
    }),
    season: t.field({
      type: SeasonChangeType,
      description: 'Its season.',
      resolve: ({ seasonThen, seasonNow, seasonChanged }) => ({
        before: seasonThen,
        now: seasonNow,
        changed: seasonChanged,
      }),
    }),
    sampling: t.field({
      type: RateChangeType,
      description: 'How often its points come.',
      resolve: ({ intervalThen, intervalNow, rateChanged }) => ({
        before: intervalThen,
        now: intervalNow,
        changed: rateChanged,
      }),
    }),
    drifted: t.boolean({
      description: 'Whether a channel, what is forecast of it, the season or the sampling has changed.',
      resolve: hasDrifted,
    }),
    worst: t.float({ description: 'The greatest `psi` of a channel beside its limit: 1 is there.', resolve: worstOf }),
    words: t.stringList({ description: 'What has changed, in words.', resolve: drift => [...driftInWords(drift)] }),
  }),
})

interface History {
  readonly series: Series
  readonly entries: readonly StoredDrift[]
}

const ChannelHistoryType = builder.objectRef<History & { readonly channel: number }>('ChannelDriftHistory').implement({
  description: 'How far one channel had moved over time.',
  fields: t => {
    const column = (of: (drift: ChannelDrift) => number | null, description: string) =>
      t.field({
        type: 'Values',
        description,
        resolve: ({ entries, channel }) =>
          entries.map(({ channels }) => {
            const found = channels.find(one => one.channel === channel)
            return found === undefined ? null : of(found)
          }),
      })
    return {
      channel: t.field({
        type: ChannelType,
        description: 'Which channel.',
        resolve: ({ series, channel }) => placed(series, channel),
      }),
      psi: column(({ psi }) => psi, `${psiIs}; null where it could not be said.`),
      limits: column(({ limit }) => limit, 'The limit then.'),
      predictions: column(({ prediction }) => prediction, 'The same of what was forecast.'),
    }
  },
})

const DriftHistoryType = builder.objectRef<History>('DriftHistory').implement({
  description: 'How far a series had moved over time, oldest first: the newest 5,000 looks at most.',
  fields: t => ({
    times: t.field({
      type: 'Instants',
      description: 'Instants of the last points that were looked at.',
      resolve: ({ entries }) => Float64Array.from(entries, ({ at }) => at),
    }),
    channels: t.field({
      type: [ChannelHistoryType],
      description: 'Each channel, with as many figures as there are `times`.',
      resolve: history => history.series.channels.map((_, channel) => ({ ...history, channel })),
    }),
  }),
})

builder.objectFields(SeriesType, t => ({
  drift: t.field({
    type: DriftType,
    nullable: true,
    description:
      'How far it has moved from what its forecaster learnt, as was seen last; null where its past is too short to say.',
    complexity: 1,
    resolve: ({ id }, _args, { loaders }) => loaders.drift(id),
  }),
  driftHistory: t.field({
    type: DriftHistoryType,
    description: 'How far it had moved, 24 looks a window at most.',
    complexity: 5,
    args: {
      from: t.arg({ type: 'DateTime', description: 'From this instant on, inclusive [all].' }),
      to: t.arg({ type: 'DateTime', description: 'Before this instant [all].' }),
    },
    resolve: async (series, range, { app }) => ({ series, entries: await driftHistory(app.reads, series.id, range) }),
  }),
}))

builder.queryField('drift', t =>
  t.connection(
    {
      type: DriftType,
      description: 'How far all series had moved when last looked at: those nearest to their limit, or beyond, first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: {
        group: t.arg.string({ description: 'Only members of the group of this name [all series].' }),
        drifted: t.arg.boolean({ description: 'Only those that have drifted, or those that have not [all].' }),
      },
      resolve: async (_root, { group, drifted, ...page }, { app }) => {
        const conditions = group == null ? null : (await requireGroup(app.reads, group)).conditions
        return toConnection(await rankDrift(app.reads, { conditions, drifted }, page))
      },
    },
    connectionOf('SeriesDrift', DriftType, 'series that were looked at'),
  ),
)
