import { type AccuracyFigures, type AccuracyMeasure, type accuracyMeasures, figures } from '@seriema/domain/accuracy'
import { fewestSteps } from '@seriema/domain/accuracy/lead'
import { Fault } from '@seriema/domain/fault'
import { forecastDefaults } from '@seriema/domain/forecast'
import {
  type AccuracyRank,
  type AccuracySubject,
  type accuracySubjects,
  rankAccuracy,
} from '../store/accuracy/ranks.ts'
import {
  type AccuracyDimension,
  type AccuracyPart,
  type accuracyDimensions,
  accuracyOfGroup,
  accuracyOfVersions,
} from '../store/accuracy.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { GroupType } from './group.ts'
import { needs } from './needs.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { VersionType } from './version.ts'

const unknown = 'null where it cannot be said'

const CoverageType = builder.objectRef<AccuracyFigures['coverage'][number]>('AccuracyCoverage').implement({
  description: 'How often what came lay within an interval.',
  fields: t => ({
    level: t.exposeFloat('level', { description: 'Of the interval: how often it is meant to.' }),
    share: t.exposeFloat('share', { description: 'How often it did, 0 to 1.' }),
    count: t.exposeFloat('count', { description: 'Of how many pairs.' }),
  }),
})

const FiguresType = builder.objectRef<AccuracyFigures>('AccuracyFigures').implement({
  description:
    'How accurate forecasts were, over pairs of what was forecast and what came. Each point is compared with one forecast of every forecaster and lead.',
  fields: t => ({
    count: t.exposeFloat('count', { description: 'Pairs.' }),
    mae: t.exposeFloat('mae', {
      nullable: true,
      description: `Mean absolute error, in the unit that is forecast; ${unknown}. Over channels of different units it says little.`,
    }),
    mape: t.exposeFloat('mape', {
      nullable: true,
      description: `Mean absolute error as a share of what came, without the \`zeros\`; ${unknown}.`,
    }),
    zeros: t.exposeFloat('zeros', { description: 'Pairs in which zero came, of which there is no relative error.' }),
    rmse: t.exposeFloat('rmse', { nullable: true, description: `Root of the mean squared error; ${unknown}.` }),
    mase: t.exposeFloat('mase', {
      nullable: true,
      description: `Mean absolute error as a multiple of the mean absolute change over one season (one step, where no season was found), over the same pairs; below 1 is better than repeating the last season. ${unknown[0]!.toUpperCase()}${unknown.slice(1)}.`,
    }),
    bias: t.exposeFloat('bias', {
      nullable: true,
      description: `Mean of forecast minus what came: above zero where forecasts are too high; ${unknown}.`,
    }),
    r2: t.exposeFloat('r2', {
      nullable: true,
      description: `Share of the variance of what came that is explained, each series and channel around its own mean: 1 is perfect, below 0 worse than that mean; ${unknown}.`,
    }),
    coverage: t.field({
      type: [CoverageType],
      description: 'By the level of the intervals, ascending.',
      resolve: one => one.coverage,
    }),
  }),
})

const LeadType = builder.objectRef<{ readonly steps: number }>('AccuracyLead').implement({
  description: 'How far ahead forecasts were made, told apart by doubling: 1, 2, 3 to 4, 5 to 8 steps and so on.',
  fields: t => ({
    from: t.int({ description: 'The fewest steps.', resolve: ({ steps }) => fewestSteps(steps) }),
    to: t.exposeInt('steps', { description: 'The most steps, by which `lead` names it.' }),
  }),
})

const PartType = builder.objectRef<AccuracyPart>('AccuracyPart').implement({
  description: 'How accurate some of the forecasts were.',
  fields: t => ({
    day: t.expose('day', {
      type: 'DateTime',
      nullable: true,
      description: 'When the day, UTC, begins in which the values came; null where days are not told apart.',
    }),
    lead: t.field({
      type: LeadType,
      nullable: true,
      description: 'How far ahead; null where leads are not told apart.',
      resolve: ({ lead }) => (lead === null ? null : { steps: lead }),
    }),
    speaker: t.expose('speaker', {
      type: SpeakerType,
      nullable: true,
      description: 'Who forecast; null where speakers are not told apart.',
    }),
    channel: t.int({
      nullable: true,
      description: '0-based place of the channel; null where channels are not told apart.',
      resolve: ({ channel }) => channel,
    }),
    figures: t.field({ type: FiguresType, description: 'How accurate.', resolve: ({ totals }) => figures(totals) }),
  }),
})

const DimensionEnum = closedSet<AccuracyDimension>('AccuracyDimension', 'What accuracy is told apart by.', {
  day: 'Days, UTC.',
  lead: 'How far ahead.',
  speaker: 'Who forecast.',
  channel: 'Channels.',
} satisfies Record<(typeof accuracyDimensions)[number], string>)

/** Which pairs, as arguments of all that tell of accuracy. */
const filterArgs = () =>
  builder.args(arg => ({
    from: arg.field({ type: 'DateTime', description: 'From the day, UTC, of this instant on [the first].' }),
    to: arg.field({ type: 'DateTime', description: 'Up to this instant, exclusive; its day counts whole [the last].' }),
    lead: arg.int({ description: 'Only this far ahead, as given by `AccuracyLead.to` [any].' }),
    channel: arg.string({ description: 'Only channels of this name [all].' }),
  }))

const partArgs = () => ({
  ...filterArgs(),
  ...builder.args(arg => ({
    by: arg.field({ type: [DimensionEnum], description: 'What to tell apart [nothing].' }),
  })),
})

interface Filter {
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
  readonly lead?: number | null | undefined
  readonly channel?: string | null | undefined
}

/** Throws INVALID_INPUT. */
function readFilter({ from = null, to = null, lead = null, channel = null }: Filter) {
  if (from !== null && to !== null && !(from < to))
    throw new Fault('INVALID_INPUT', 'from is to be before to: choose a window that holds something')
  return { from, to, lead, channel }
}

/** Days times leads are summed up. */
const cost = 10
const parts = 'By what is told apart: days first, the earliest first.'

builder.objectField(SeriesType, 'accuracy', t =>
  t.field({
    type: [PartType],
    description: `How accurate forecasts of it were. ${parts} Empty where nothing forecast has come.`,
    complexity: cost,
    args: partArgs(),
    resolve: ({ id }, { by, ...filter }, { loaders }) => loaders.accuracy(id, readFilter(filter), by ?? []),
  }),
)

builder.objectField(VersionType, 'accuracy', t =>
  t.field({
    type: [PartType],
    description: `How accurate its forecasts were, over all series it spoke for. ${parts}`,
    complexity: cost,
    args: partArgs(),
    resolve: async ({ id }, { by, ...filter }, { app }) =>
      (await accuracyOfVersions(app.reads, [id], readFilter(filter), by ?? [])).get(id) ?? [],
  }),
)

builder.objectField(GroupType, 'accuracy', t =>
  t.field({
    type: [PartType],
    description: `How accurate forecasts of its members were. ${parts}`,
    complexity: 5 * cost,
    args: partArgs(),
    resolve: (group, { by, ...filter }, { app }) =>
      app.wideReads(() => accuracyOfGroup(app.reads, group, readFilter(filter), by ?? [])),
  }),
)

const MeasureEnum = closedSet<AccuracyMeasure>('AccuracyMeasure', 'What accuracy is ranked by.', {
  mae: 'The largest mean absolute error first.',
  mape: 'The largest relative error first.',
  rmse: 'The largest root mean squared error first.',
  mase: 'The largest error as a multiple of the change over a season first.',
  bias: 'What is forecast too high or too low the most first.',
  r2: 'Where the least is explained first.',
  coverage: 'Where the interval holds much less or more than it is meant to first.',
} satisfies Record<(typeof accuracyMeasures)[number], string>)

const SubjectEnum = closedSet<AccuracySubject>('AccuracySubject', 'What is ranked by accuracy.', {
  series: 'Series.',
  speaker: 'Who forecasts: versions, and kinds that need none.',
  group: 'Groups, with those who belong to them now.',
  attribute: 'Values of an attribute, with the series that have them.',
  lead: 'How far ahead.',
} satisfies Record<(typeof accuracySubjects)[number], string>)

const RankType = builder.objectRef<AccuracyRank>('AccuracyRank').implement({
  description: 'A place in a ranking by accuracy. Of its subjects the one is there by which is ranked.',
  fields: t => ({
    series: t.field({
      type: SeriesType,
      nullable: true,
      description: 'The series.',
      complexity: 1,
      resolve: ({ seriesId }, _args, { loaders }) => (seriesId === null ? null : loaders.series(seriesId)),
    }),
    group: t.field({
      type: GroupType,
      nullable: true,
      description: 'The group.',
      complexity: 1,
      resolve: ({ groupId }, _args, { loaders }) => (groupId === null ? null : loaders.group(groupId)),
    }),
    speaker: t.expose('speaker', { type: SpeakerType, nullable: true, description: 'Who forecasts.' }),
    value: t.exposeString('value', { nullable: true, description: 'The value of the attribute.' }),
    lead: t.field({
      type: LeadType,
      nullable: true,
      description: 'How far ahead.',
      resolve: ({ lead }) => (lead === null ? null : { steps: lead }),
    }),
    figures: t.field({
      type: FiguresType,
      description: 'How accurate; of the intervals, the one whose `level` was asked for.',
      resolve: ({ totals }) => figures(totals),
    }),
  }),
})

const RankConnection = connectionOf('AccuracyRank', RankType, 'places')

builder.queryFields(t => ({
  accuracy: t.connection(
    {
      type: RankType,
      description:
        'Where forecasts are worst, the worst first. What the measure cannot be said of is left out. Sums up all series.',
      extensions: needs('viewer'),
      complexity: args => ({ ...pageCost(args), field: 100 }),
      args: {
        by: t.arg({ type: SubjectEnum, required: true, description: 'What is ranked.' }),
        attribute: t.arg.string({ description: 'With `by: ATTRIBUTE`: its name.' }),
        orderBy: t.arg({ type: MeasureEnum, description: 'What makes the worst [MASE].' }),
        level: t.arg.float({
          description: `Of the interval whose coverage is told, between 0 and 1 [${forecastDefaults.levels.at(-1)}].`,
        }),
        ...filterArgs(),
      },
      resolve: async (_root, { by, attribute, orderBy, level, from, to, lead, channel, ...page }, { app }) => {
        if ((by === 'attribute') !== (attribute != null))
          throw new Fault('INVALID_INPUT', 'attribute is the name of an attribute, given with by: ATTRIBUTE alone')
        const filter = readFilter({ from, to, lead, channel })
        const ranked = {
          ...page,
          ...filter,
          by,
          attribute: attribute ?? null,
          measure: orderBy ?? 'mase',
          level: level ?? forecastDefaults.levels[1],
        } as const
        return toConnection(await app.wideReads(() => rankAccuracy(app.reads, ranked)))
      },
    },
    RankConnection,
  ),
}))
