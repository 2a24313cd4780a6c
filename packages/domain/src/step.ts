import { Fault } from './fault.ts'
import { instantOf, type TimeZone, timeZone } from './time-zone.ts'

export type CalendarUnit = 'businessDay' | 'day' | 'week' | 'month' | 'quarter' | 'year'
export type StepUnit = 'millisecond' | CalendarUnit

/** What an owner declares: `count` units from one point to the next. */
export interface DeclaredStep {
  readonly unit: StepUnit
  readonly count: number
}

/** Always as long. */
export interface DurationStep {
  readonly unit: 'millisecond'
  readonly count: number
}

interface Calendar {
  readonly count: number
  /** IANA name: days are those of its clocks, so one has 23 or 25 hours where they change. */
  readonly zone: string
}

export interface DayStep extends Calendar {
  readonly unit: 'day' | 'week'
}

export interface BusinessDayStep extends Calendar {
  readonly unit: 'businessDay'
  /** Those that have points, 1 (Monday) to 7, ascending. */
  readonly weekdays: readonly number[]
}

export interface MonthStep extends Calendar {
  readonly unit: 'month' | 'quarter' | 'year'
  /** Day of the month, or its last where it has fewer: 31 is the end of each. null: that of the instant counted from. */
  readonly day: number | null
}

/** From one point of a series to the next: a duration, or as calendars count in a time zone. Plain data. */
export type Step = DurationStep | DayStep | BusinessDayStep | MonthStep

export const mondayToFriday: readonly number[] = [1, 2, 3, 4, 5]

const day = 86_400_000
const monthsIn = { month: 1, quarter: 3, year: 12 } as const
const meanMonth = (365.2425 / 12) * day

/** Milliseconds of a step; of a calendar step, on average over the years. */
export function millisecondsOf(step: Step): number {
  switch (step.unit) {
    case 'millisecond':
      return step.count
    case 'day':
      return step.count * day
    case 'week':
      return step.count * 7 * day
    case 'businessDay':
      return (step.count * 7 * day) / step.weekdays.length
    default:
      return step.count * monthsIn[step.unit] * meanMonth
  }
}

/**
 * The instant `n` steps after another (before it, for a negative `n`), at the same time of day where the step is a
 * calendar's: the earlier of two where clocks are put back, later by their leap where they skip it. One that is on no
 * business day counts as its last one before.
 */
export function after(step: Step, instant: number, n: number): number {
  if (step.unit === 'millisecond') return Math.round(instant + n * step.count)
  const zone = timeZone(step.zone)
  const local = instant + zone.offset(instant)
  const date = Math.floor(local / day)
  return instantOf(zone, dateAfter(step, date, n * step.count) * day + local - date * day)
}

/**
 * Whole steps from one instant to another, the nearest number: negative where `b` is before `a`. One that is on no business
 * day lies beside the next.
 */
export const between = (step: Step, a: number, b: number): number =>
  step.unit === 'millisecond'
    ? Math.round((b - a) / step.count) + 0
    : Math.round(position(step, timeZone(step.zone), b) - position(step, timeZone(step.zone), a)) + 0

/** Where instants lie, counted in steps from some origin: what `between` compares, for many at once. */
export function positions(step: Step, times: Float64Array): Float64Array {
  const last = times.at(-1) ?? 0
  if (step.unit === 'millisecond') return times.map(at => (at - last) / step.count)
  const zone = timeZone(step.zone)
  return times.map(at => position(step, zone, at))
}

function position(step: Exclude<Step, DurationStep>, zone: TimeZone, instant: number): number {
  const local = instant + zone.offset(instant)
  const date = Math.floor(local / day)
  const ofDay = local / day - date
  switch (step.unit) {
    case 'day':
      return (date + ofDay) / step.count
    case 'week':
      return (date + ofDay) / (7 * step.count)
    case 'businessDay':
      return (businessDaysBefore(step, date) + (isOf(step, date) ? ofDay : 0)) / step.count
    default:
      return monthPosition(step, date + ofDay) / (step.count * monthsIn[step.unit])
  }
}

/** Months since 1970 began, the part between two days of the step by time. */
function monthPosition({ day }: MonthStep, local: number): number {
  const now = new Date(Math.floor(local) * 86_400_000)
  const month = 12 * (now.getUTCFullYear() - 1970) + now.getUTCMonth()
  const anchor = dateOf(month, day ?? 1)
  const [from, to] = local < anchor ? [month - 1, month] : [month, month + 1]
  const [begin, end] = [dateOf(from, day ?? 1), dateOf(to, day ?? 1)]
  return from + (local - begin) / (end - begin)
}

/** Dates are days since 1970. */
function dateAfter(step: Exclude<Step, DurationStep>, date: number, n: number): number {
  switch (step.unit) {
    case 'day':
      return date + n
    case 'week':
      return date + 7 * n
    case 'businessDay':
      return businessDay(step, businessDaysBefore(step, date + 1) - 1 + n)
    default: {
      const from = new Date(date * day)
      const month = 12 * (from.getUTCFullYear() - 1970) + from.getUTCMonth() + n * monthsIn[step.unit]
      return dateOf(month, step.day ?? from.getUTCDate())
    }
  }
}

/** A day of a month, counted from January 1970; its last where it has fewer. */
function dateOf(month: number, ofMonth: number): number {
  const last = Date.UTC(1970, month + 1, 0) / day
  return Math.min(last, Date.UTC(1970, month, 1) / day + ofMonth - 1)
}

/** 0 is Monday. 1970 began on a Thursday. */
const weekdayOf = (date: number): number => (((date + 3) % 7) + 7) % 7

const isOf = ({ weekdays }: BusinessDayStep, date: number): boolean => weekdays.includes(weekdayOf(date) + 1)

/** Business days before a date, counted from the week that 1970 began in. */
const businessDaysBefore = ({ weekdays }: BusinessDayStep, date: number): number =>
  Math.floor((date + 3) / 7) * weekdays.length + weekdays.filter(one => one <= weekdayOf(date)).length

/** The date that so many business days are before. */
function businessDay({ weekdays }: BusinessDayStep, before: number): number {
  const week = Math.floor(before / weekdays.length)
  return 7 * week - 3 + weekdays[before - week * weekdays.length]! - 1
}

/** A declared step as it arrives from outside. */
export interface StepDraft {
  readonly unit: StepUnit
  readonly count?: number | null | undefined
}

/** The longest that may be declared, about ten years. */
const mostOf: Readonly<Record<StepUnit, number>> = {
  millisecond: 315_576_000_000,
  businessDay: 2_600,
  day: 3_653,
  week: 521,
  month: 120,
  quarter: 40,
  year: 10,
}

/** A step as declared, 1 of its unit unless said. Throws INVALID_INPUT. */
export function defineStep(draft: StepDraft | null | undefined): DeclaredStep | null {
  if (draft == null) return null
  const { unit } = draft
  const count = draft.count ?? 1
  const most = mostOf[unit]
  if (!(Number.isInteger(count) && count >= 1 && count <= most))
    throw new Fault('INVALID_INPUT', `a step counts a whole number of its units, of this one 1 to ${most}`, { count })
  return { unit, count }
}

/** A declared step in a zone, with the days that `seen`, the step the points show, adds where it is of the same kind. */
export function stepIn(zone: string, { unit, count }: DeclaredStep, seen: Step | null): Step {
  switch (unit) {
    case 'millisecond':
      return { unit, count }
    case 'day':
    case 'week':
      return { unit, count, zone }
    case 'businessDay': {
      const weekdays = seen?.unit === unit && seen.zone === zone ? seen.weekdays : mondayToFriday
      return { unit, count, zone, weekdays }
    }
    default:
      return { unit, count, zone, day: seen !== null && 'day' in seen && seen.zone === zone ? seen.day : null }
  }
}

/** Whether two steps lead to the same instants. */
export const sameStep = (a: Step, b: Step): boolean =>
  a.unit === b.unit &&
  a.count === b.count &&
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
