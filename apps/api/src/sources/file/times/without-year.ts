const day = 86_400_000
/** How far a row may lie before the one before it, in a file that goes forwards, without being of another year. */
const slack = 60 * day

/** A format taken apart: `DD MMM HH:mm from 2025-11` is a pattern without a year, and the month that its first row is of. */
export interface YearlessFormat {
  readonly pattern: string
  /** The first day of that month, as if it were UTC; null where the format does not say. */
  readonly from: number | null
}

export function splitYearless(format: string): YearlessFormat {
  const [, pattern, year, month] = /^(.*\S) from (\d{4})-(0[1-9]|1[0-2])$/.exec(format) ?? []
  if (pattern === undefined) return { pattern: format, from: null }
  return { pattern, from: Date.UTC(Number(year), Number(month) - 1) }
}

export const isYearless = (format: string): boolean => /D/.test(format) && !/YY|ISO|epoch|MATLAB|Excel/.test(format)

/** More than a file may have series: rows of others are stored nowhere. */
const keysKept = 100_000

/** Gives dates of any year the one they are of, row by row: `key` tells whose row it is. NaN for a 29th there is not. */
export type Years = (key: string, local: number) => number

/**
 * Each row is of the year that has it next to the row of its key before it, in the direction of the file; the first one
 * next to `from`. So December is followed by the January of the next year. `onNone` hears of a February 29th that would be of
 * a year without one, though no other says that the years are right: by how many years `from` has to be earlier for it.
 */
export function createYears(from: number, newestFirst: boolean, onNone: (earlier: number) => void = () => {}): Years {
  const before = new Map<string, number>()
  let proven = false
  return (key, local) => {
    const near = before.get(key) ?? from
    const bound = newestFirst ? near + slack : near - slack
    const nearer = new Date(bound).getUTCFullYear()
    const there = inYear(local, nearer)
    const year = (newestFirst ? there <= bound : there >= bound) ? nearer : newestFirst ? nearer - 1 : nearer + 1
    const at = inYear(local, year)
    if (isLeapDay(local)) {
      if (isLeapDay(at)) proven = true
      else {
        if (!proven) onNone(leapYearBefore(year))
        return Number.NaN
      }
    }
    if (before.has(key) || before.size < keysKept) before.set(key, at)
    return at
  }
}

/** The same format, with the first row so many years earlier. */
export function yearsEarlier(format: string, years: number): string {
  const { pattern, from } = splitYearless(format)
  if (from === null) return format
  const first = new Date(from)
  return `${pattern} from ${first.getUTCFullYear() - years}-${String(first.getUTCMonth() + 1).padStart(2, '0')}`
}

/** A 29th that is not there is the day after the 28th. */
const inYear = (local: number, year: number): number => new Date(local).setUTCFullYear(year)

function isLeapDay(local: number): boolean {
  const date = new Date(local)
  return date.getUTCMonth() === 1 && date.getUTCDate() === 29
}

/** How many years before `year` the last one was that has a February 29th. */
function leapYearBefore(year: number): number {
  let earlier = 1
  while (!isLeapDay(Date.UTC(year - earlier, 1, 29))) earlier++
  return earlier
}

/** Whether dates of one and the same year go backwards, New Year left aside. */
export function goesBackwards(locals: readonly number[]): boolean {
  let back = 0
  for (let i = 1; i < locals.length; i++) {
    const step = locals[i]! - locals[i - 1]!
    if (Math.abs(step) < 180 * day) back += Math.sign(step)
  }
  return back < 0
}

/**
 * The month that the first row is of, `YYYY-MM`: the latest for which no row lies beyond `until`, and each February 29th
 * is one. Rows are dates of any year; `until` is as if it were UTC.
 */
export function settleFrom(
  rows: readonly { readonly key: string; readonly local: number }[],
  newestFirst: boolean,
  until: number,
): string {
  const month = new Date(rows[0]?.local ?? until).getUTCMonth()
  const last = new Date(until).getUTCFullYear()
  const years = Array.from({ length: 9 }, (_, i) => last - i)
  const fits = (year: number) => {
    const yearOf = createYears(Date.UTC(year, month), newestFirst)
    return rows.every(({ key, local }) => yearOf(key, local) <= until)
  }
  return `${years.find(fits) ?? last - 1}-${String(month + 1).padStart(2, '0')}`
}
