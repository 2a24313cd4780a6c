import { hasCounters } from '@seriema/domain/counter'
import { rowsPerMessage } from '@seriema/domain/event'
import type { PointColumns } from '@seriema/domain/point'
import { type CounterView, rowsAtMost, usualLast, windowBounds } from '@seriema/domain/range'
import { slice } from '@seriema/domain/settle'
import type { ItemOf } from '../events/event.ts'
import { type PointWindow, readWindow } from '../flows/read-points.ts'
import { type ChannelStatistics, readStatistics } from '../flows/statistics.ts'
import { asWatched } from '../store/point/reading.ts'
import type { LatestPoint } from '../store/point.ts'
import type { Series } from '../store/series.ts'
import { builder } from './builder.ts'
import { ChannelType, CounterViewEnum, placed } from './channel.ts'
import type { Column } from './column.ts'
import type { Context } from './context.ts'
import { rangeArgs, rangeCost } from './range.ts'
import { SeriesType } from './series.ts'
import { subscription } from './subscription.ts'
import { between, counted } from './words.ts'

const inShownUnit = "in the channel's unit, or in the `rateUnit` of a counter that is shown as a rate"

const viewOf = (counters: CounterView | null | undefined): CounterView => counters ?? 'reading'

/** A window as it is shown: columns of any kind. */
export interface ShownWindow {
  readonly times: Column
  readonly values: readonly Column[]
  readonly rollingMean: readonly Column[] | null
  readonly total: number
  readonly downsampled: boolean
}

export const PointWindowType = builder.objectRef<ShownWindow>('PointWindow').implement({
  description: 'Points in columns, oldest first.',
  fields: t => ({
    times: t.expose('times', { type: 'Instants', description: 'The instants, ascending.' }),
    values: t.expose('values', {
      type: ['Values'],
      description: `One column per channel, in channel order, each as long as \`times\`, ${inShownUnit}.`,
    }),
    rollingMean: t.expose('rollingMean', {
      type: ['Values'],
      nullable: true,
      description: 'One column per channel where `rollingMean` was asked for.',
    }),
    total: t.exposeInt('total', { description: 'How many stored points the range holds.' }),
    downsampled: t.exposeBoolean('downsampled', { description: 'Whether `times` leaves some of them out.' }),
  }),
})

const LatestPointType = builder.objectRef<LatestPoint>('LatestPoint').implement({
  description: 'The most recent point of a series.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'Its instant.' }),
    values: t.expose('values', { type: 'Values', description: 'One value per channel, in channel order.' }),
  }),
})

type Statistics = ChannelStatistics & { readonly series: Series }

const inUnit = `${inShownUnit}; null when no value is there`

const ChannelStatisticsType = builder.objectRef<Statistics>('ChannelStatistics').implement({
  description: 'What the values of one channel are like in a window.',
  fields: t => ({
    channel: t.field({
      type: ChannelType,
      description: 'Of which channel.',
      resolve: ({ series, channel }) => placed(series, channel),
    }),
    count: t.exposeInt('count', { description: 'How many values are there.' }),
    missing: t.exposeInt('missing', { description: 'How many points lack a value.' }),
    mean: t.exposeFloat('mean', { nullable: true, description: `Mean, ${inUnit}.` }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      nullable: true,
      description: `Standard deviation, ${inUnit}.`,
    }),
    minimum: t.exposeFloat('minimum', { nullable: true, description: `Least value, ${inUnit}.` }),
    maximum: t.exposeFloat('maximum', { nullable: true, description: `Greatest value, ${inUnit}.` }),
    median: t.exposeFloat('median', { nullable: true, description: `Median, ${inUnit}.` }),
    last: t.exposeFloat('last', { nullable: true, description: `Most recent value, ${inUnit}.` }),
  }),
})

builder.objectFields(SeriesType, t => ({
  latest: t.field({
    type: LatestPointType,
    nullable: true,
    description: 'Its most recent point by instant; null when there is none.',
    complexity: 1,
    resolve: (series, _args, { loaders }) => (series.pointCount === 0 ? null : loaders.latest(series)),
  }),
  points: t.field({
    type: PointWindowType,
    description: `Its points in a range or the \`last\` N [${usualLast}], oldest first; more than \`maxPoints\` are down-sampled by LTTB, which keeps extremes and anomalies.`,
    complexity: rangeCost,
    args: {
      ...rangeArgs(`${usualLast} without a range, else all`),
      maxPoints: t.arg.int({
        description: `Down-sample to this many points, ${between(windowBounds.maxPoints)} [all].`,
      }),
      rollingMean: t.arg.int({
        description: `Add the rolling mean over this many points, ${between(windowBounds.rollingMean)} [none].`,
      }),
      counters: t.arg({
        type: CounterViewEnum,
        description: `How counters are shown [READING]. Of ranges of more than ${counted(rowsAtMost(1))} points rates are means over stretches of it, without a rolling mean.`,
      }),
    },
    resolve: async (series, { counters, ...args }, context) =>
      isTail(args)
        ? readTail(series, args.last, viewOf(counters), context)
        : shown(await readWindow(context.app, series, args, context.spend, viewOf(counters))),
  }),
  statistics: t.field({
    type: [ChannelStatisticsType],
    description: 'Per channel, over the same kind of window as `points`.',
    complexity: args => ({ field: 2 * rangeCost(args), multiplier: 0 }),
    args: {
      ...rangeArgs(`${usualLast} without a range, else all`),
      counters: t.arg({
        type: CounterViewEnum,
        description: 'Whether it is of the readings of counters, or of their rates [READING].',
      }),
    },
    resolve: async (series, { counters, ...args }, { app, spend }) =>
      (await readStatistics(app, series, args, spend, viewOf(counters))).map(statistics => ({ ...statistics, series })),
  }),
}))

const AddedPointsType = builder.objectRef<ItemOf<'points'>>('AddedPoints').implement({
  description: 'Points of one series that were stored together, in the order they were stored.',
  fields: t => ({
    series: t.expose('series', { type: SeriesType, description: 'The series, as it is by now.' }),
    times: t.field({ type: 'Instants', description: 'Their instants.', resolve: ({ points }) => points.times }),
    values: t.field({
      type: ['Values'],
      description: `One column per channel, in channel order, each as long as \`times\`, ${inShownUnit}.`,
      args: {
        counters: t.arg({
          type: CounterViewEnum,
          description:
            'How counters are shown [READING]. A late or replaced reading changes the rate of the next one, too: ask `points` for that.',
        }),
      },
      resolve: async ({ series, points }, { counters }, { app }) =>
        counters === 'rate' && hasCounters(series.channels)
          ? (await asWatched(app.reads, series, points, app.windows.held(series, points.times.length + 1))).channels
          : points.channels,
    }),
    late: t.boolean({ description: 'Whether they came after later ones.', resolve: ({ event }) => event.late }),
    replaced: t.boolean({
      description: 'Whether these replace points that were stored before, at the same instants.',
      resolve: ({ event }) => event.replaced,
    }),
  }),
})

subscription('pointsAdded', {
  kind: 'points',
  description: 'Points as they are stored',
  message: 'Points that were stored. The first message comes at once, even without points.',
  args: {},
  list: {
    name: 'added',
    description: `In the order they were stored, at most ${counted(rowsPerMessage)} points in all.`,
    type: AddedPointsType,
    of: items => items,
  },
})

interface Tail {
  readonly last: number
}

const longestTail = 200

/** A sparkline: asked of many series at once, so those are read together. */
const isTail = (args: { [name: string]: unknown }): args is { [name: string]: unknown } & Tail =>
  typeof args.last === 'number' &&
  args.last >= 1 &&
  args.last <= longestTail &&
  args.from == null &&
  args.to == null &&
  args.rollingMean == null &&
  (args.maxPoints == null || (args.maxPoints as number) >= args.last)

async function readTail(series: Series, last: number, view: CounterView, context: Context): Promise<ShownWindow> {
  const { loaders, spend } = context
  spend(Math.min(last, series.pointCount) * series.channels.length)
  const rates = view === 'rate' && hasCounters(series.channels)
  const tail = rates ? await ratesOfTail(series, last, context) : await loaders.tail(series, last)
  const times = tail?.times ?? new Float64Array(0)
  const values = tail?.channels ?? series.channels.map(() => new Float64Array(0))
  return { times, values, rollingMean: null, total: times.length, downsampled: false }
}

/** With one more point read, which most often has the reading that the first rate goes on from. */
async function ratesOfTail(series: Series, last: number, { app, loaders }: Context): Promise<PointColumns | null> {
  const read = await loaders.tail(series, last + 1)
  if (read === null) return null
  const more = Math.max(0, read.times.length - last)
  return asWatched(app.reads, series, slice(read, more), slice(read, 0, more))
}

const shown = ({ json, total, downsampled }: PointWindow): ShownWindow => ({ ...json, total, downsampled })
