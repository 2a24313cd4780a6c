import type { Timing } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { formatDuration } from '../../ui/time.ts'

const minutesIn = { minute: 1, hour: 60, day: 1_440 } as const
export type TimingUnit = keyof typeof minutesIn
export const timingUnits = Object.keys(minutesIn) as readonly TimingUnit[]

/** Timing as it is typed. */
export interface TimingDraft {
  readonly by: 'interval' | 'cron'
  readonly every: string
  readonly unit: TimingUnit
  readonly cron: string
  readonly zone: string
}

/** The draft that `readTiming` reads back; of a new schedule with `zone` as its reader has it. */
export function draftOfTiming(timing: Timing | null, zone: string): TimingDraft {
  const { everyMinutes = null, cron = null } = timing ?? { everyMinutes: 60 }
  const unit = timingUnits.findLast(unit => (everyMinutes ?? 60) % minutesIn[unit] === 0) ?? 'minute'
  return {
    by: cron === null ? 'interval' : 'cron',
    every: String((everyMinutes ?? 60) / minutesIn[unit]),
    unit,
    cron: cron ?? '0 6 * * *',
    zone: timing?.zone ?? zone,
  }
}

/** As the API takes it. What is no number of whole minutes is 0, which the API refuses in words. */
export function readTiming({ by, every, unit, cron, zone }: TimingDraft): Partial<Timing> {
  if (by === 'cron') return { cron, zone }
  const minutes = Number(every) * minutesIn[unit]
  return { everyMinutes: Number.isInteger(minutes) && Math.abs(minutes) < 2 ** 31 ? minutes : 0 }
}

/** When it is due, in words; cron is its own word. */
export function timingInWords({ everyMinutes, cron }: Timing): string {
  if (everyMinutes === null) return cron ?? ''
  if (everyMinutes === 1) return t('schedule.everyMinute')
  if (everyMinutes === minutesIn.hour) return t('schedule.everyHour')
  if (everyMinutes === minutesIn.day) return t('schedule.everyDay')
  return t('schedule.every', { length: formatDuration(everyMinutes * 60_000) })
}
