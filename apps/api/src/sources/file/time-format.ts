import { latestInstant } from '@seriema/domain/instant'
import type { TimeZone } from '@seriema/domain/time-zone'
import { offsetAndName } from './times/clock.ts'
import type { ReadFields } from './times/fields.ts'
import { elapsedOf, isRare, localTime, offsetOf } from './times/fields.ts'
import { compilePattern, datePart, periodIn } from './times/pattern.ts'
import { splitYearless } from './times/without-year.ts'

/** Reads a time as text; `previous` is the instant before it in the file. NaN where it is none. */
export type TimeReader = (text: string, previous?: number) => number

/** A time as written, before its zone is known. */
export interface WrittenTime {
  /** Milliseconds as if it were UTC. */
  readonly local: number
  /** Milliseconds ahead of UTC that the text itself states; null where it does not. */
  readonly offset: number | null
  /** Whether it is a date without a time of day. */
  readonly whole: boolean
  /** Milliseconds of `local` that are counted from the day's beginning, whatever the clocks show; 0 for none. */
  readonly elapsed: number
}

const scales: Readonly<Record<string, number>> = {
  'epoch s': 1_000,
  'epoch ms': 1,
  'epoch us': 1e-3,
  'epoch ns': 1e-6,
}
const iso = 'YYYY-MM-DD[THH:mm[:ss[.SSS]]][Z]'
const day = 86_400_000
/** Days that programs count from, as milliseconds. */
const dayZero: Readonly<Record<string, number>> = {
  'Excel serial': Date.UTC(1899, 11, 30),
  'Excel serial 1904': Date.UTC(1904, 0, 1),
  'MATLAB datenum': -719_529 * day,
}
/** No time takes more characters. What is longer is not looked at: patterns may try each of its spaces with each other. */
export const longestTime = 160
const aYear = /^\s*(?:[A-Z]{1,3} ?)?(\d{4})(?:[-/]\d{2}(?:\d{2})?| \[YR\d{4}\])?\s*$/i

/**
 * A format is `ISO 8601`, `epoch s`, `epoch ms`, `epoch us`, `epoch ns`, `Excel serial` (days since 1899-12-30), `Excel
 * serial 1904`, `MATLAB datenum`, `decimal year`, `year` (of `2024/25` the first), or a pattern of YYYY YY MM DD DDD (day of the year) HH hh kk (hour counted from 1: 01 is the first) mm ss SSS (fraction of
 * a second, any number of digits), MMM (month by its name), Q (quarter), HY (half-year), WW (ISO week), E (its day), P60 P30 P15 P10
 * P5 (period of the day of so many minutes, counted from 1 by elapsed time; p60 … from 0), DN (n-th day from the date on), A (a.m. or p.m.), Z (offset
 * or abbreviation of a zone), ddd (weekday, not looked at) and … (whatever follows), with optional parts in [brackets]; a
 * space stands for spaces or T. Where a pattern has no year its dates are of any, and ` from 2025-11` behind it says of which
 * month the first row is. A pattern with a time of day reads a date alone as its beginning. Throws INVALID_INPUT.
 */
export function compileWritten(format: string): (text: string) => WrittenTime | null {
  const scale = scales[format]
  if (scale !== undefined) return text => number(text, value => Math.floor(Math.round(value * scale * 1e3) / 1e3), 0)
  const zero = dayZero[format]
  if (zero !== undefined) return text => number(text, value => zero + Math.round(value * 86_400) * 1_000, null)
  if (format === 'decimal year') return text => decimalYear(text)
  if (format === 'year')
    return text => {
      const year = aYear.exec(text)?.[1]
      return year === undefined ? null : begin(Date.UTC(Number(year), 0))
    }
  const pattern = format === 'ISO 8601' ? iso : splitYearless(format).pattern
  const whole = compilePattern(pattern)
  const period = periodIn(whole.fields)
  const unusual = isRare(whole.fields)
  const dated = datePart(pattern)
  const date = dated === null || format === 'ISO 8601' ? null : compilePattern(dated)
  return text => {
    if (text.length > longestTime) return null
    const bare = strip(text)
    let match = whole.expression.exec(bare)
    let fields = whole.fields
    if (match === null && date !== null) {
      match = date.expression.exec(bare)
      fields = date.fields
    }
    if (match === null) return null
    const read: ReadFields = {}
    for (let i = 0; i < fields.length; i++) read[fields[i]!] = match[i + 1]
    const local = localTime(read, unusual)
    const offset = read.Z === undefined ? null : offsetOf(read.Z)
    if (Number.isNaN(local) || Number.isNaN(offset)) return null
    const elapsed = period === null || read[period] === undefined ? 0 : elapsedOf(period, read)
    if (Number.isNaN(elapsed)) return null
    const timeless = read.HH === undefined && read.hh === undefined && read.kk === undefined
    return { local: local + elapsed, offset, whole: timeless, elapsed }
  }
}

/** Times without an offset are those of `zone`. Throws INVALID_INPUT, as `compileWritten`. */
export function compileTimeFormat(format: string, zone: TimeZone): TimeReader {
  const read = compileWritten(format)
  return (text, previous) => {
    const written = read(text)
    if (written === null) return Number.NaN
    const { local, offset, whole, elapsed } = written
    if (offset !== null) return inRange(local - offset)
    if (elapsed > 0) return inRange(sinceDayBegan(local - elapsed, elapsed, zone))
    const at = zone.instant(local, previous)
    return inRange(Number.isNaN(at) && whole ? beginningOfDay(local, zone) : at)
  }
}

/** A day whose midnight the clocks skip begins when they go on. */
export function beginningOfDay(local: number, zone: TimeZone): number {
  for (let after = 900_000; after < day; after += 900_000) {
    const at = zone.instant(local + after)
    if (!Number.isNaN(at)) return at
  }
  return Number.NaN
}

/** So many milliseconds after a day began; NaN where it is over by then. */
export function sinceDayBegan(midnight: number, elapsed: number, zone: TimeZone): number {
  const begin = (local: number) => {
    const at = zone.instant(local)
    return Number.isNaN(at) ? beginningOfDay(local, zone) : at
  }
  const at = begin(midnight) + elapsed
  return at < begin(midnight + day) ? at : Number.NaN
}

/** Why a time could not be read, for whoever wrote the file. */
export function explainTime(text: string, format: string, zone: TimeZone): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  if (text.trim() === '') return 'the time is missing'
  const utc = { name: 'UTC', offset: () => 0, instant: (local: number) => local }
  if (/[Pp]\d/.test(format) && compileWritten(format)(text) !== null)
    return `that day of ${zone.name} has no such period: '${shown}': give the zone whose clocks make days of 23 and 25 hours`
  if (Number.isNaN(compileTimeFormat(format, utc)(text))) return `the time '${shown}' is not ${format}, after 1970`
  return `the clocks of ${zone.name} skip '${shown}': give a zone without summer time, such as Etc/GMT-1, if the file keeps one`
}

export const inRange = (instant: number): number => (instant > 0 && instant <= latestInstant ? instant : Number.NaN)

/** The twelfth of a year is a month; any other part of it is as long as that. */
function decimalYear(text: string): WrittenTime | null {
  const value = Number(text.trim().replace(',', '.'))
  if (!(value >= 1_000 && value < 3_000)) return null
  const year = Math.floor(value)
  const months = (value - year) * 12
  const [from, to] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)]
  const local =
    Math.abs(months - Math.round(months)) < 0.02
      ? Date.UTC(year, Math.round(months))
      : from + Math.round(((value - year) * (to - from)) / 1_000) * 1_000
  return { local, offset: null, whole: true, elapsed: 0 }
}

const begin = (local: number): WrittenTime => ({ local, offset: null, whole: true, elapsed: 0 })

function number(text: string, scale: (value: number) => number, offset: number | null): WrittenTime | null {
  const trimmed = text.trim()
  if (!/^\+?\d+(?:[.,]\d+)?$|^\d+[.,]\d{6,}[eE]\+\d{1,2}$/.test(trimmed)) return null
  return { local: scale(Number(trimmed.replace(',', '.'))), offset, whole: false, elapsed: 0 }
}

const oClock = /(:\d\d) ?(?:hrs?|hs?|Uhr)\.?$/i

/** Without the brackets of a log, the word behind a clock, and a zone's name in brackets. */
const strip = (text: string): string => {
  const trimmed = text.startsWith("'") ? text.slice(1).trim() : text.trim()
  if (/[a-z.]$/i.test(trimmed)) return trimmed.replace(oClock, '$1').replace(offsetAndName, '$1')
  if (trimmed.startsWith('[')) return trimmed.replace(/^\[(.*)\]$/, '$1')
  return trimmed.endsWith(')') || trimmed.endsWith(']') ? trimmed.replace(/\s?[([][^()[\]]*[)\]]$/, '') : trimmed
}
