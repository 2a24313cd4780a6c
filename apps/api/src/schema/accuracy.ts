import { figures } from '@seriema/domain/accuracy'
import { Fault } from '@seriema/domain/fault'
import { type AccuracyDimension, type AccuracyPart, type accuracyDimensions, accuracyOf } from '../store/accuracy.ts'
import { FiguresType, LeadType } from './accuracy/figures.ts'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { GroupType } from './group.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { VersionType } from './version.ts'

export const PartType = builder.objectRef<AccuracyPart>('AccuracyPart').implement({
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
export const filterArgs = () =>
  builder.args(arg => ({
    from: arg.field({ type: 'DateTime', description: 'From the day, UTC, of this instant on [the first].' }),
    to: arg.field({ type: 'DateTime', description: 'Up to this instant, exclusive; its day counts whole [the last].' }),
    lead: arg.int({ description: 'Only this far ahead, as given by `AccuracyLead.to` [any].' }),
    channel: arg.string({ description: 'Only channels of this name [all].' }),
  }))

export const partArgs = () => ({
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
export function readFilter({ from = null, to = null, lead = null, channel = null }: Filter) {
  if (from !== null && to !== null && !(from < to))
    throw new Fault('INVALID_INPUT', 'from is to be before to: choose a window that holds something')
  return { from, to, lead, channel }
}

/** Days times leads are summed up. */
export const partsCost = 10
export const partsOrder = 'By what is told apart: days first, the earliest first.'

builder.objectField(SeriesType, 'accuracy', t =>
  t.field({
    type: [PartType],
    description: `How accurate forecasts of it were. ${partsOrder} Empty where nothing forecast has come.`,
    complexity: partsCost,
    args: partArgs(),
    resolve: ({ id }, { by, ...filter }, { loaders }) => loaders.accuracy(id, readFilter(filter), by ?? []),
  }),
)

builder.objectField(VersionType, 'accuracy', t =>
  t.field({
    type: [PartType],
    description: `How accurate its forecasts were, over all series it spoke for. ${partsOrder}`,
    complexity: partsCost,
    args: partArgs(),
    resolve: ({ id }, { by, ...filter }, { app }) =>
      accuracyOf(app.reads, { versionId: id }, readFilter(filter), by ?? []),
  }),
)

builder.objectField(GroupType, 'accuracy', t =>
  t.field({
    type: [PartType],
    description: `How accurate forecasts of its members were. ${partsOrder}`,
    complexity: 5 * partsCost,
    args: partArgs(),
    resolve: (group, { by, ...filter }, { app }) =>
      app.wideReads(() => accuracyOf(app.reads, { members: group }, readFilter(filter), by ?? [])),
  }),
)
