import { Fault } from '@seriema/domain/fault'
import { latestInstant } from '@seriema/domain/instant'
import type { TimeZone } from './time-zone.ts'

/** Reads a time as text; `previous` is the instant before it in the file. NaN where it is none. */
export type TimeReader = (text: string, previous?: number) => number

const epochs: Readonly<Record<string, number>> = {
  'epoch s': 1_000,
  'epoch ms': 1,
  'epoch us': 1e-3,
  'epoch ns': 1e-6,
}
const iso = 'YYYY-MM-DD[THH:mm[:ss[.SSS]]][Z]'

/**
 * A format is `ISO 8601`, `epoch s`, `epoch ms`, `epoch us`, `epoch ns`, or a pattern of YYYY YY MM DD HH hh mm ss SSS
 * (fraction of a second, any number of digits), MMM (English month), A (a.m. or p.m.) and Z (offset), with optional
 * parts in [brackets]; a space stands for spaces or T. Times without an offset are those of `zone`. A pattern needs
 * year, month and day. Throws INVALID_INPUT.
 */
export function compileTimeFormat(format: string, zone: TimeZone): TimeReader {
  const scale = epochs[format]
  if (scale !== undefined) return text => inRange(epoch(text, scale))
  const { pattern, fields } = compilePattern(format === 'ISO 8601' ? iso : format)
  return (text, previous) => {
    const match = pattern.exec(text.trim())
    if (match === null) return Number.NaN
    const read: ReadFields = {}
    for (let i = 0; i < fields.length; i++) read[fields[i]!] = match[i + 1]
    const local = localTime(read)
    if (Number.isNaN(local)) return Number.NaN
    return inRange(read.Z === undefined ? zone.instant(local, previous) : local - offset(read.Z))
  }
}

/** Why a time could not be read, for whoever wrote the file. */
export function explainTime(text: string, format: string, zone: TimeZone): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  if (text.trim() === '') return 'the time is missing'
  const utc = { name: 'UTC', offset: () => 0, instant: (local: number) => local }
  if (Number.isNaN(compileTimeFormat(format, utc)(text))) return `the time '${shown}' is not ${format}, after 1970`
  return `the clocks of ${zone.name} skip '${shown}': give a zone without summer time, such as Etc/GMT-1, if the file keeps one`
}

const inRange = (instant: number): number => (instant > 0 && instant <= latestInstant ? instant : Number.NaN)

function epoch(text: string, scale: number): number {
  const trimmed = text.trim()
  if (!/^\+?\d+(?:\.\d+)?$/.test(trimmed)) return Number.NaN
  return Math.floor(Math.round(Number(trimmed) * scale * 1e3) / 1e3)
}

const tokens = ['YYYY', 'YY', 'MMM', 'MM', 'M', 'DD', 'D', 'HH', 'H', 'hh', 'h', 'mm', 'ss', 'SSS', 'A', 'Z'] as const
type Field = 'YYYY' | 'YY' | 'MMM' | 'MM' | 'DD' | 'HH' | 'hh' | 'mm' | 'ss' | 'SSS' | 'A' | 'Z'
type ReadFields = { [K in Field]?: string | undefined }
const doubled: Readonly<Record<string, Field>> = { M: 'MM', D: 'DD', H: 'HH', h: 'hh' }
const groups: Readonly<Partial<Record<Field, string>>> = {
  YYYY: '(\\d{4})',
  YY: '(\\d{2})',
  MMM: '([A-Za-z]{3,9})\\.?',
  SSS: '(\\d{1,9})\\d*',
  A: '\\s*([AaPp])\\.?\\s?[Mm]\\.?',
  Z: '\\s*([Zz]|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)',
}

function compilePattern(format: string): { pattern: RegExp; fields: Field[] } {
  const fields: Field[] = []
  let source = ''
  let at = 0
  let abuts = false
  while (at < format.length) {
    const token = tokens.find(name => format.startsWith(name, at))
    if (token === undefined) {
      source += literal(format[at]!)
      abuts = false
      at++
      continue
    }
    at += token.length
    const field = doubled[token] ?? (token as Field)
    if (fields.includes(field)) throw badFormat(format, `${token} comes twice`)
    fields.push(field)
    const next = tokens.some(name => format.startsWith(name, at)) && !/^[AZ]/.test(format.slice(at))
    source += groups[field] ?? (abuts || next ? `(\\d{${token.length}})` : '(\\d{1,2})')
    abuts = true
  }
  const has = (...names: Field[]) => names.some(name => fields.includes(name))
  if (!has('YYYY', 'YY') || !has('MM', 'MMM') || !has('DD')) throw badFormat(format, 'it needs year, month and day')
  try {
    return { pattern: new RegExp(`^${source}$`), fields }
  } catch {
    throw badFormat(format, 'a bracket is not closed')
  }
}

function literal(character: string): string {
  if (character === '[') return '(?:'
  if (character === ']') return ')?'
  if (character === ' ' || character === 'T') return '(?:\\s+|T)'
  if (character === '.' || character === ',') return '[.,]'
  return character.replace(/[\\^$*+?(){}|/-]/g, '\\$&')
}

const badFormat = (format: string, why: string): Fault =>
  new Fault(
    'INVALID_INPUT',
    `'${format}' is no time format: ${why}. Use ISO 8601, epoch s or, say, DD/MM/YYYY HH:mm:ss`,
  )

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Milliseconds as if the fields were UTC; NaN where there is no such date or time. 24:00 is the end of a day. */
function localTime(read: ReadFields): number {
  const year = read.YYYY === undefined ? century(Number(read.YY)) : Number(read.YYYY)
  const month = read.MM === undefined ? months.indexOf(read.MMM!.slice(0, 3).toLowerCase()) : Number(read.MM) - 1
  const date = Number(read.DD)
  const hour = hourOf(read)
  const minute = Number(read.mm ?? 0)
  const second = Number(read.ss ?? 0)
  if (year < 1000 || month < 0 || month > 11 || date < 1 || date > daysIn(year, month)) return Number.NaN
  if (minute > 59 || second > 59 || !(hour < 24 || (hour === 24 && minute + second === 0))) return Number.NaN
  const milliseconds = read.SSS === undefined ? 0 : Number(read.SSS.slice(0, 3).padEnd(3, '0'))
  return Date.UTC(year, month, date, hour, minute, second, milliseconds)
}

function hourOf({ HH, hh, A }: ReadFields): number {
  const hour = Number(HH ?? hh ?? 0)
  if (A === undefined) return hour
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (A.toLowerCase() === 'p' ? 12 : 0)
}

const century = (year: number): number => year + (year < 70 ? 2000 : 1900)

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysIn = (year: number, month: number): number =>
  month === 1 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : lengths[month]!

function offset(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
