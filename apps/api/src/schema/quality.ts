import {
  failingIn,
  type QualityResult,
  type QualityRule,
  qualityRules,
  qualityWindowBounds,
} from '@seriema/domain/quality'
import { qualityNow } from '../flows/quality.ts'
import { meets, requireGroup } from '../store/group.ts'
import { rankQuality } from '../store/quality/rank.ts'
import { type Quality, qualityHistory, type RuleTally, tallyQuality } from '../store/quality.ts'
import { there } from '../store/series/deleted.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { GroupType } from './group.ts'
import { needs } from './needs.ts'
import { seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { counted } from './words.ts'

export const QualityRuleEnum = closedSet<QualityRule>('QualityRule', 'What the points of a series are asked.', {
  completeness:
    'Whether values are missing: of the instants at which a point should have come by the step, and in points that came.',
  consistency:
    'Whether values can be true: outside the plausible range of their channel, below zero or going back where it counts, they cannot. That a counter begins again, at a tenth of what it was or less, is no fault.',
  timeliness: 'Whether points come: how long ago the last one was, and whether it lies ahead of the clock.',
  outliers: 'Whether many values stand out: how many of them are anomalies.',
})

const inUnits = 'a share of the values, 0 to 1; of TIMELINESS, milliseconds'

const RuleResultType = builder.objectRef<QualityResult>('QualityResult').implement({
  description: 'How one rule came out.',
  fields: t => ({
    rule: t.expose('rule', { type: QualityRuleEnum, description: 'Which rule.' }),
    figure: t.exposeFloat('figure', {
      nullable: true,
      description: `What was found: ${inUnits}, negative where the last point lies ahead. Null where it cannot be said.`,
    }),
    limit: t.exposeFloat('limit', {
      description: `From which on it fails: ${inUnits}. A figure of 0 always passes.`,
    }),
    passed: t.exposeBoolean('passed', {
      nullable: true,
      description: 'Whether it is within the limit; null where there is too little to say.',
    }),
  }),
})

export const QualityType = builder.objectRef<Quality>('SeriesQuality').implement({
  description: 'How good the points of a series are in a window.',
  fields: t => ({
    series: seriesField(t, 'The series.'),
    at: t.expose('at', { type: 'DateTime', description: 'When it was looked at.' }),
    window: t.exposeFloat('window', {
      description:
        'Milliseconds that were looked at, up to then; of what was never followed as it came, up to its last point.',
    }),
    results: t.field({
      type: [RuleResultType],
      description: 'Each rule.',
      resolve: ({ results }) => [...results],
    }),
    failing: t.int({ description: 'How many rules fail.', resolve: ({ results }) => failingIn(results) }),
  }),
})

interface RuleHistory {
  readonly place: number
  readonly entries: readonly Quality[]
}

const RuleHistoryType = builder.objectRef<RuleHistory>('QualityRuleHistory').implement({
  description: 'One rule over time.',
  fields: t => ({
    rule: t.field({
      type: QualityRuleEnum,
      description: 'Which rule.',
      resolve: ({ place }) => qualityRules[place]!,
    }),
    figures: t.field({
      type: 'Values',
      description: `What was found: ${inUnits}; null where it could not be said.`,
      resolve: ({ place, entries }) => entries.map(({ results }) => results[place]!.figure),
    }),
    limits: t.field({
      type: 'Values',
      description: 'The limit then.',
      resolve: ({ place, entries }) => entries.map(({ results }) => results[place]!.limit),
    }),
  }),
})

const QualityHistoryType = builder.objectRef<readonly Quality[]>('QualityHistory').implement({
  description: 'How good the points of a series were over time, oldest first: the newest 5,000 looks at most.',
  fields: t => ({
    times: t.field({
      type: 'Instants',
      description: 'When it was looked at.',
      resolve: entries => Float64Array.from(entries, ({ at }) => at),
    }),
    rules: t.field({
      type: [RuleHistoryType],
      description: 'Each rule, with as many figures as there are `times`.',
      resolve: entries => qualityRules.map((_, place) => ({ place, entries })),
    }),
  }),
})

const [shortest, longest] = qualityWindowBounds

builder.objectFields(SeriesType, t => ({
  quality: t.field({
    type: QualityType,
    nullable: true,
    description: 'How good its points are, counted when asked; null where it has none.',
    // What is counted is not given: it costs as many rows as a page of points.
    complexity: 20,
    args: {
      window: t.arg.float({
        description: `Milliseconds to look back, ${counted(shortest)} to ${counted(longest)} [a day, or a week, 30 days, a year: the shortest with a hundred steps].`,
      }),
    },
    resolve: (series, { window }, { app, spend }) => qualityNow(app, series, window, spend),
  }),
  qualityHistory: t.field({
    type: QualityHistoryType,
    description: 'How good its points were, as was seen every hour, or every six where nothing came.',
    complexity: 5,
    args: {
      from: t.arg({ type: 'DateTime', description: 'From this instant on, inclusive [all].' }),
      to: t.arg({ type: 'DateTime', description: 'Before this instant [all].' }),
    },
    resolve: ({ id }, range, { app }) => qualityHistory(app.reads, id, range),
  }),
}))

const RuleTallyType = builder.objectRef<RuleTally>('QualityTally').implement({
  description: 'How many series pass a rule.',
  fields: t => ({
    rule: t.expose('rule', { type: QualityRuleEnum, description: 'Which rule.' }),
    passed: t.exposeInt('passed', { description: 'Series that pass it.' }),
    failed: t.exposeInt('failed', { description: 'Series that fail it.' }),
    unknown: t.exposeInt('unknown', {
      description: 'Series of which there is too little to say, or nobody looked at.',
    }),
  }),
})

builder.objectField(GroupType, 'quality', t =>
  t.field({
    type: [RuleTallyType],
    description: 'How many of its members pass each rule, as they were last looked at. Looks at all series.',
    complexity: 50,
    resolve: async ({ conditions }, _args, { app }) => [...(await tallyQuality(app.reads, meets(conditions)))],
  }),
)

const conditionsOf = async (db: Parameters<typeof requireGroup>[0], group: string | null | undefined) =>
  group == null ? null : (await requireGroup(db, group)).conditions

builder.queryFields(t => ({
  quality: t.connection(
    {
      type: QualityType,
      description: 'How good the points of all series were when last looked at: those that fail most rules first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: {
        group: t.arg.string({ description: 'Only members of the group of this name [all series].' }),
        failing: t.arg({ type: QualityRuleEnum, description: 'Only those that fail this rule [all].' }),
      },
      resolve: async (_root, { group, failing, ...page }, { app }) =>
        toConnection(await rankQuality(app.reads, { conditions: await conditionsOf(app.reads, group), failing }, page)),
    },
    connectionOf('SeriesQuality', QualityType, 'series that were looked at'),
  ),
  qualityTally: t.field({
    type: [RuleTallyType],
    description: 'How many series pass each rule, as they were last looked at. Looks at all series.',
    extensions: needs('viewer'),
    complexity: 50,
    args: { group: t.arg.string({ description: 'Only members of the group of this name [all series].' }) },
    resolve: async (_root, { group }, { app }) => {
      const conditions = await conditionsOf(app.reads, group)
      return [...(await tallyQuality(app.reads, conditions === null ? there : meets(conditions)))]
    },
  }),
}))
