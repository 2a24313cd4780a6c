import { type AccuracyMeasure, type accuracyMeasures, figures } from '@seriema/domain/accuracy'
import { Fault } from '@seriema/domain/fault'
import { forecastDefaults } from '@seriema/domain/forecast'
import type { AppInReach } from '../../access/in-reach.ts'
import {
  type AccuracyRank,
  type AccuracySubject,
  type accuracySubjects,
  rankAccuracy,
} from '../../store/accuracy/ranks.ts'
import { type AccuracyOwner, accuracyOf } from '../../store/accuracy.ts'
import { groupsNamed } from '../../store/group.ts'
import { filterArgs, PartType, partArgs, partsCost, partsOrder, readFilter } from '../accuracy.ts'
import { builder } from '../builder.ts'
import { connectionOf, pageCost, toConnection } from '../connection.ts'
import { closedSet } from '../enums.ts'
import { GroupType } from '../group.ts'
import { rowId } from '../identity.ts'
import { needs } from '../needs.ts'
import { SeriesType } from '../series.ts'
import { SpeakerKindEnum, SpeakerType } from '../speaker.ts'
import { VersionType } from '../version.ts'
import { FiguresType, LeadType } from './figures.ts'

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

const OwnerInput = builder.inputType('AccuracyOwnerInput', {
  description: 'Whose forecasts: exactly one is given.',
  isOneOf: true,
  fields: t => ({
    series: t.string({ description: 'Of this series, by its key.' }),
    group: t.string({ description: 'Of those who belong to this group, by its name.' }),
    version: t.globalID({ for: [VersionType], description: 'By this version.' }),
    kind: t.field({ type: SpeakerKindEnum, description: 'By this kind, without a version.' }),
    attribute: t.field({
      type: builder.inputType('AttributeValueInput', {
        description: 'What an attribute says.',
        fields: it => ({
          name: it.string({ required: true, description: 'Its name.' }),
          value: it.string({ required: true, description: 'Its value.' }),
        }),
      }),
      description: 'Of series with this attribute.',
    }),
  }),
})

const RankConnection = connectionOf('AccuracyRank', RankType, 'places')

async function ownerOf(
  { group, version, kind, attribute }: typeof OwnerInput.$inferInput,
  { reads }: Pick<AppInReach, 'reads'>,
): Promise<AccuracyOwner | null> {
  if (version != null) return { versionId: rowId(version.id) }
  if (kind != null) return { kind }
  if (attribute != null) return { attribute }
  const [members] = await groupsNamed(reads, [group!])
  return members === undefined ? null : { members }
}

builder.queryFields(t => ({
  accuracyOf: t.field({
    type: [PartType],
    description: `How accurate forecasts were, of or by whatever can be ranked. ${partsOrder} Empty where there is no such thing.`,
    extensions: needs('viewer'),
    complexity: 5 * partsCost,
    args: {
      owner: t.arg({ type: OwnerInput, required: true, description: 'Of or by whom.' }),
      ...partArgs(),
    },
    resolve: async (_root, { owner, by, ...filter }, { app, loaders }) => {
      const asked = readFilter(filter)
      if (owner.series != null) {
        const series = await loaders.seriesByKey(owner.series)
        return series === null ? [] : loaders.accuracy(series.id, asked, by ?? [])
      }
      const found = await ownerOf(owner, app)
      return found === null ? [] : app.wideReads(() => accuracyOf(app.reads, found, asked, by ?? []))
    },
  }),
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
