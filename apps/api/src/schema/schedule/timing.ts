import { defineTiming, minutesBetween, nextDues, type Timing, type TimingDraft } from '@seriema/domain/schedule'
import { builder } from '../builder.ts'
import { outcome } from '../fault.ts'
import { needs } from '../needs.ts'
import { between } from '../words.ts'

const multiples = 'whole multiples of it since 1970 in UTC, so every 360 at 0, 6, 12 and 18 o’clock'

export const TimingType = builder.objectRef<Timing>('ScheduleTiming').implement({
  description: 'When something is due: by an interval, or by cron.',
  fields: t => ({
    everyMinutes: t.int({
      nullable: true,
      description: `Minutes from one run to the next, due at ${multiples}; null where cron says it.`,
      resolve: timing => ('everyMinutes' in timing ? timing.everyMinutes : null),
    }),
    cron: t.string({
      nullable: true,
      description: 'Five fields: minute, hour, day, month, weekday; null where an interval says it.',
      resolve: timing => ('cron' in timing ? timing.cron : null),
    }),
    zone: t.string({
      nullable: true,
      description: 'IANA name of the time zone whose clocks cron goes by; null beside an interval.',
      resolve: timing => ('cron' in timing ? timing.zone : null),
    }),
  }),
})

export const TimingInput = builder.inputType('ScheduleTimingInput', {
  description: 'When something is to be due: by `everyMinutes`, or by `cron`.',
  fields: t => ({
    everyMinutes: t.int({
      description: `Minutes from one run to the next, ${between(minutesBetween)}; due at ${multiples}.`,
    }),
    cron: t.string({
      description:
        'Five fields, minute, hour, day, month, weekday, such as `30 6 * * 1-5`. A time of day that clocks skip is due once they have leapt, one that they show twice the first time.',
    }),
    zone: t.string({ description: 'IANA name of the time zone whose clocks `cron` goes by [UTC].' }),
  }),
})

interface Preview {
  readonly timing: Timing
  /** Epoch milliseconds. */
  readonly dues: readonly number[]
}

const PreviewType = builder.objectRef<Preview>('SchedulePreview').implement({
  description: 'When something would be due.',
  fields: t => ({
    timing: t.expose('timing', { type: TimingType, description: 'As it would be kept.' }),
    dueAt: t.field({
      type: ['DateTime'],
      description: 'The instants from now on, ascending; fewer than asked for where there are no more.',
      resolve: ({ dues }) => [...dues],
    }),
  }),
})

const SchedulePreviewResult = outcome('SchedulePreviewResult', {
  description: 'When something would be due, or what is wrong with how that is said.',
  payload: PreviewType,
  faults: ['INVALID_INPUT'],
})

const countBounds = [1, 100] as const

function preview(draft: TimingDraft, count: number, now: number): Preview {
  const timing = defineTiming(draft, now)
  return { timing, dues: nextDues(timing, now, Math.min(Math.max(count, countBounds[0]), countBounds[1])) }
}

builder.queryField('previewSchedule', t =>
  t.field({
    type: SchedulePreviewResult.type,
    description: 'When a schedule would be due; nothing is stored.',
    extensions: needs('viewer'),
    complexity: 5,
    args: {
      timing: t.arg({ type: TimingInput, required: true, description: 'How that is said.' }),
      count: t.arg.int({ description: `How many instants, ${between(countBounds)} [5].` }),
    },
    resolve: (_root, { timing, count }, { app }) =>
      SchedulePreviewResult.settle(() => preview(timing, count ?? 5, app.clock())),
  }),
)
