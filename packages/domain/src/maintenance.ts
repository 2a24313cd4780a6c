import { Cron } from 'croner'
import { Fault } from './fault.ts'
import { timeZone } from './time-zone.ts'

/** Work that is planned: alerts that begin in it are marked, and nothing is sent. Plain data. */
export interface MaintenanceWindow {
  readonly name: string
  /** Inclusive, exclusive (epoch milliseconds): the one time, or between which it recurs; null: without end. */
  readonly from: number
  readonly to: number | null
  /** Five fields of cron that say when it begins, by the clocks of the zone; null: once. */
  readonly cron: string | null
  readonly zone: string
  /** How long it lasts each time; null: once. */
  readonly minutes: number | null
}

export interface MaintenanceDraft {
  readonly name: string
  readonly from: number
  readonly to?: number | null | undefined
  readonly cron?: string | null | undefined
  readonly zone?: string | null | undefined
  readonly minutes?: number | null | undefined
}

/** Minutes of a window that recurs: up to a week. */
export const maintenanceMinutes = [1, 10_080] as const
const minute = 60_000

/** Throws INVALID_INPUT. */
export function defineMaintenance({ name, from, to, cron, zone, minutes }: MaintenanceDraft): MaintenanceWindow {
  const named = name.trim()
  if (named === '' || named.length > 200)
    throw new Fault('INVALID_INPUT', 'the name of a maintenance window has 1 to 200 characters')
  if (to != null && to <= from) throw new Fault('INVALID_INPUT', 'from must be before to: the window would be empty')
  if (cron == null) {
    if (to == null) throw new Fault('INVALID_INPUT', 'say until when it lasts, or by cron and minutes when it recurs')
    if (minutes != null) throw new Fault('INVALID_INPUT', '`minutes` go with `cron`: once it lasts from `from` to `to`')
    return { name: named, from, to, cron: null, zone: timeZone(zone ?? 'UTC').name, minutes: null }
  }
  const [least, most] = maintenanceMinutes
  if (minutes == null || !Number.isInteger(minutes) || minutes < least || minutes > most)
    throw new Fault('INVALID_INPUT', `minutes is a whole number from ${least} to ${most} where it recurs`)
  const pattern = cron.trim().replaceAll(/\s+/g, ' ')
  const window = { name: named, from, to: to ?? null, cron: pattern, zone: timeZone(zone ?? 'UTC').name, minutes }
  openPattern(pattern, window.zone)
  return window
}

/** Stretches of a window between two instants, as far as they lie there, `most` at most, the earliest first. */
export function occurrencesOf(window: MaintenanceWindow, from: number, to: number, most = 500): readonly Occurrence[] {
  const { cron, zone, minutes } = window
  const [first, end] = [Math.max(from, window.from), Math.min(to, window.to ?? Number.POSITIVE_INFINITY)]
  if (cron === null || minutes === null) return first < end ? [{ from: window.from, to: window.to! }] : []
  const length = minutes * minute
  const pattern = openPattern(cron, zone)
  const found: Occurrence[] = []
  // The one that began before, and may last until now.
  let begin = pattern.nextRun(new Date(Math.max(window.from - 1, first - length)))?.getTime() ?? null
  while (begin !== null && begin < end && found.length < most) {
    found.push({ from: begin, to: Math.min(begin + length, end === to ? begin + length : end) })
    begin = pattern.nextRun(new Date(begin))?.getTime() ?? null
  }
  return found
}

export interface Occurrence {
  readonly from: number
  readonly to: number
}

/** Whether it lasts at an instant (epoch milliseconds). */
export const inMaintenance = (window: MaintenanceWindow, now: number): boolean =>
  occurrencesOf(window, now, now + 1, 1).length > 0

function openPattern(cron: string, zone: string): Cron {
  // A question mark would stand for the time at which this is read.
  try {
    if (cron.length <= 100 && !cron.includes('?'))
      return new Cron(cron, { timezone: zone, mode: '5-part', paused: true })
  } catch {
    // What is wrong is told by the way out.
  }
  throw new Fault(
    'INVALID_INPUT',
    `${cron} is not understood: cron has five fields, minute hour day month weekday, such as 0 22 * * 6`,
  )
}
