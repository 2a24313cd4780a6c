import {
  type AnomalyFilter,
  type AnomalyOrder,
  type AnomalySummary,
  findAnomalies,
  listAnomalies,
  type StoredAnomaly,
} from '../store/anomaly.ts'
import type { Page } from '../store/page.ts'
import { findSeries } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, inWatchedUnit, placed } from './channel.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import type { Context } from './context.ts'
import { closedSet, DetectorKindEnum, SeverityEnum } from './enums.ts'
import { identity, rowNumber } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { needs } from './needs.ts'
import { ownerOf, seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { subscription } from './subscription.ts'

export const AnomalyType = builder.objectRef<StoredAnomaly>('Anomaly')
builder.node(AnomalyType, {
  description: 'A value that stood out, and why.',
  id: { resolve: anomaly => anomaly.id, parse: rowNumber(Number.MAX_SAFE_INTEGER), description: identity },
  loadMany: loadManyBy(findAnomalies),
  fields: t => ({
    series: seriesField(t, 'The series it was found in.'),
    channel: t.field({
      type: ChannelType,
      description: 'The channel whose value stood out.',
      resolve: async (anomaly, _args, context) => placed(await ownerOf(anomaly, context), anomaly.channel),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'Instant of the point.' }),
    value: t.exposeFloat('value', { description: `The value, ${inWatchedUnit}.` }),
    expected: t.exposeFloat('expected', { description: `What was expected instead, ${inWatchedUnit}.` }),
    lower: t.exposeFloat('lower', {
      description:
        'Least usual value, in the same unit: for a detector that measures distances, the least that would not have stood out.',
    }),
    upper: t.exposeFloat('upper', {
      description:
        'Greatest usual value, in the same unit: for a detector that measures distances, the greatest that would not have stood out.',
    }),
    score: t.exposeFloat('score', {
      description:
        'How far it lies from what was expected, in standard deviations, or how rare such a point is, in those of a normal distribution: 3 is one point in 370.',
    }),
    severity: t.expose('severity', { type: SeverityEnum, description: 'How far it stands out.' }),
    detector: t.expose('detector', { type: DetectorKindEnum, description: 'Which detector spoke.' }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who found it.',
      resolve: ({ detector: kind, versionId }) => ({ kind, versionId }),
    }),
    fallback: t.exposeString('fallback', {
      nullable: true,
      description: "Why the series' own detector did not speak, when it did not.",
    }),
    reason: t.exposeString('reason', { description: 'Why it stands out, in one sentence.' }),
    late: t.exposeBoolean('late', { description: 'Whether the point came after later ones.' }),
    alarm: t.exposeBoolean('alarm', {
      description:
        'Whether an event begins with it. One that follows an alarm within the rest period belongs to the same event, unless it is half as bad again.',
    }),
    foundAt: t.expose('foundAt', { type: 'DateTime', description: 'When it was found.' }),
  }),
})

const AnomalyConnection = connectionOf('Anomaly', AnomalyType, 'anomalies')

const AnomalyFilterInput = builder.inputType('AnomalyFilter', {
  description: 'Which anomalies; every condition must hold, one left out always does.',
  fields: t => ({
    series: t.stringList({ description: 'In a series with one of these keys.' }),
    severities: t.field({ type: [SeverityEnum], description: 'Of one of these severities.' }),
    channels: t.stringList({ description: 'In a channel of one of these names.' }),
    detectors: t.field({ type: [DetectorKindEnum], description: 'Found by one of these detectors.' }),
    alarm: t.boolean({ description: 'true: only those an event begins with; false: only the others.' }),
    from: t.field({ type: 'DateTime', description: 'Of a point at this instant or later.' }),
    to: t.field({ type: 'DateTime', description: 'Of a point before this instant.' }),
  }),
})

const AnomalyOrderEnum = closedSet<AnomalyOrder>('AnomalyOrder', 'The order anomalies are listed in.', {
  time: 'The one with the most recent point first.',
  score: 'The one that stands out most first.',
})

/** Which anomalies, and in what order. */
const listing = builder.args(arg => ({
  filter: arg.field({ type: AnomalyFilterInput, description: 'Which of them [all].' }),
  orderBy: arg.field({ type: AnomalyOrderEnum, description: 'The order they are listed in [TIME].' }),
}))

const AnomalySummaryType = builder.objectRef<AnomalySummary>('AnomalySummary').implement({
  description: 'How many anomalies a series had.',
  fields: t => ({
    medium: t.exposeInt('medium', { description: 'Of medium severity.' }),
    high: t.exposeInt('high', { description: 'Of high severity.' }),
    critical: t.exposeInt('critical', { description: 'Of critical severity.' }),
    latest: t.expose('latest', {
      type: AnomalyType,
      nullable: true,
      description: 'The one with the most recent point; null when there is none.',
    }),
  }),
})

/** Longer than what calendars in the database reach back over is all there is. */
const longestSpan = 1e14
const spanOf = (within: number | null | undefined): number | null =>
  within == null || within > longestSpan ? null : Math.max(0, Math.round(within))

const nothing: AnomalySummary = { medium: 0, high: 0, critical: 0, latest: null }

type Condition = Omit<AnomalyFilter, 'seriesIds'> & { readonly series?: readonly string[] | null | undefined }

/** Keys that no series has find nothing: they are not a mistake, a series may have been deleted. */
async function toFilter({ series, ...rest }: Condition, { app }: Context): Promise<AnomalyFilter> {
  if (series == null) return rest
  return { ...rest, seriesIds: (await findSeries(app.reads, series)).map(({ id }) => id) }
}

builder.objectFields(SeriesType, t => ({
  anomalies: t.connection(
    {
      type: AnomalyType,
      description: 'Its anomalies.',
      complexity: pageCost,
      args: listing,
      resolve: async (series, { filter, ...page }, { app }) =>
        toConnection(await listAnomalies(app.reads, { ...filter, seriesIds: [series.id] }, page)),
    },
    AnomalyConnection,
  ),
  anomalySummary: t.field({
    type: AnomalySummaryType,
    description: 'How many anomalies it had.',
    complexity: 1,
    args: {
      from: t.arg({ type: 'DateTime', description: 'Count points from this instant on [all].' }),
      within: t.arg.float({ description: 'Count points at most so many milliseconds before its own last one [all].' }),
    },
    resolve: async (series, { from, within }, { loaders }) =>
      (await loaders.anomalySummary(series.id, { from: from ?? 0, within: spanOf(within) })) ?? nothing,
  }),
}))

/** Without those whose series was deleted since they were listed, and they with it. */
async function withOwners(page: Page<StoredAnomaly>, { loaders }: Context): Promise<Page<StoredAnomaly>> {
  const owners = await Promise.all(page.edges.map(({ node }) => loaders.series(node.seriesId)))
  return { ...page, edges: page.edges.filter((_, i) => owners[i] !== null) }
}

builder.queryField('anomalies', t =>
  t.connection(
    {
      type: AnomalyType,
      description: 'Lists the anomalies of all series.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: listing,
      resolve: async (_root, { filter, ...page }, context) =>
        toConnection(
          await withOwners(
            await listAnomalies(context.app.reads, await toFilter(filter ?? {}, context), page),
            context,
          ),
        ),
    },
    AnomalyConnection,
  ),
)

subscription('anomalyFound', {
  kind: 'anomalies',
  description: 'Anomalies as they are found',
  message: 'Anomalies that were found. The first message comes at once, even without anomalies.',
  args: builder.args(arg => ({
    severities: arg.field({ type: [SeverityEnum], description: 'Only of these severities [all].' }),
  })),
  list: {
    name: 'anomalies',
    description: 'In the order they were found.',
    type: AnomalyType,
    of: (items, { severities }) =>
      items
        .flatMap(({ anomalies }) => anomalies)
        .filter(({ severity }) => severities == null || severities.includes(severity)),
  },
})
