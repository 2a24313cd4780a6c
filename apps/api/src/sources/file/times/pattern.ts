import { Fault } from '@seriema/domain/fault'

const names =
  'YYYY YY MMM MM M DDD DD DN D HY HH H hh h kk mm ss SSS A Z ddd Q WW E P60 P30 P15 P10 P5 p60 p30 p15 p10 p5 …'.split(
    ' ',
  )
const doubled: Readonly<Record<string, Field>> = { M: 'MM', D: 'DD', H: 'HH', h: 'hh' }
export type Field =
  | ('YYYY' | 'YY' | 'MMM' | 'MM' | 'DDD' | 'DD' | 'HH' | 'hh' | 'kk' | 'mm' | 'ss' | 'SSS')
  | ('A' | 'Z' | 'ddd' | 'Q' | 'WW' | 'E' | 'HY' | 'DN' | '…')
  | Period
/** Which of the periods of a day, of so many minutes each, counted from 1 (P) or from 0 (p). */
export type Period = `${'P' | 'p'}${60 | 30 | 15 | 10 | 5}`
const word = '[\\p{L}]'
const groups: Readonly<Partial<Record<Field, string>>> = {
  YYYY: '(\\d{4})',
  YY: '(\\d{2})',
  MMM: `(${word}{3,12})\\.?`,
  SSS: '(\\d{1,9})\\d*',
  A: '\\s*([AaPp])(?:\\.?\\s?[Mm]\\.?)?(?![A-Za-z])',
  Z: '\\s*([Zz]|(?:UTC|GMT|)[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]{3,5})',
  ddd: `(${word}{2,12})\\.?`,
  Q: `(?:[QqTt]${word}*\\.? ?)?([1-4]|I{1,3}|IV)(?:(?:\\.|[ºªo]|er|e|st|nd|rd|th)? ?(?:[QqTt]${word}*|kw)\\.?)?`,
  HY: `(?:${word}{1,10}\\.? ?)?([12])(?:(?:\\.|[ºªo]|er|e|st|nd|rd|th)? ?[HhSs]${word}*\\.?)?`,
  E: '([1-7])',
  WW: `(?:${word}{1,7}\\.? ?)?(\\d{1,2})`,
  '…': '(.*)',
}
const periods = names.filter((name): name is Period => /^[Pp]\d/.test(name))
const clockFields: readonly Field[] = ['HH', 'hh', 'kk', 'mm', 'ss', 'SSS', 'A', ...periods]

/** A pattern as a regular expression, with the field that each of its groups holds. */
export interface Compiled {
  readonly expression: RegExp
  readonly fields: readonly Field[]
}

interface Clock {
  readonly fields: readonly Field[]
  readonly source: string
}

/** Throws INVALID_INPUT for a pattern that makes no instant. */
export function compilePattern(format: string): Compiled {
  const fields: Field[] = []
  let source = ''
  let abuts = false
  for (let at = 0; at < format.length; ) {
    const token = names.find(name => format.startsWith(name, at))
    if (token === undefined) {
      source += literal(format[at]!)
      abuts = false
      at++
      continue
    }
    const clock = clockBehind(format, at)
    if (clock !== null && !clock.fields.some(field => fields.includes(field))) {
      fields.push(...clock.fields)
      source += clock.source
      break
    }
    at += token.length
    const field = doubled[token] ?? (token as Field)
    if (fields.includes(field)) throw badFormat(format, `${token} comes twice`)
    fields.push(field)
    const next = names.some(name => format.startsWith(name, at)) && !/^[AZ…]/.test(format.slice(at))
    source += groups[field] ?? digits(token, field, abuts || next, format.includes('MMM'))
    abuts = true
  }
  const has = (...wanted: Field[]) => wanted.some(name => fields.includes(name))
  const day = has('MM', 'MMM') || has('Q', 'WW', 'DDD', 'HY')
  const yearless = has('MM', 'MMM') && has('DD')
  if (!(has('YYYY', 'YY') || yearless) || !day)
    throw badFormat(format, 'it needs a year, and a month, week or quarter, or a day and a month')
  if (has('DD') && !has('MM', 'MMM')) throw badFormat(format, 'a day needs a month')
  try {
    return { expression: new RegExp(`^${source}$`, source.includes('\\p') ? 'u' : ''), fields }
  } catch {
    throw badFormat(format, 'a bracket is not closed')
  }
}

/** The period of the day that a pattern names; null for none. */
export const periodIn = (fields: readonly Field[]): Period | null =>
  periods.find(period => fields.includes(period)) ?? null

/** An hour alone, as tables have it in a column: `HE01`, `1h`, `00h-01h`, `3A` of an hour that comes twice. */
const hourWord =
  '(?:[Hh](?:[EeRr]|our|ora)?[ _.-]?)?(\\d{1,2})(?:\\.0+)?[ABab]?(?: ?(?:[Hh](?:rs?)?|Uhr))?(?: ?[-–] ?\\d{1,2}(?: ?[Hh])?)?'

/** The hour, or the hour and the minute without a sign between, that a pattern ends with behind a space; null for none. */
function clockBehind(format: string, at: number): Clock | null {
  if (format[at - 1] !== ' ') return null
  const rest = format.slice(at)
  // Programs drop zeros in front: 0 and 930 are 00:00 and 09:30.
  if (rest === 'HHmm') return { fields: ['HH', 'mm'], source: '(\\d{0,2}?)(\\d{1,2})' }
  return rest === 'HH' || rest === 'kk' ? { fields: [rest], source: hourWord } : null
}

const ordinal = '(?:st|nd|rd|th|er|º|ª|°)?'

function digits(token: string, field: Field, fixed: boolean, worded: boolean): string {
  if (field === 'DDD') return fixed ? '(\\d{3})' : '(\\d{1,3})'
  if (/^[Pp]\d/.test(token)) return '0*(\\d{1,3})'
  // 2010m1 of one digit, where months otherwise have two.
  if (field === 'MM' && fixed) return '[Mm]?(\\d{2}|(?<=[Mm])\\d)'
  const behind = field === 'DD' && worded && !fixed ? ordinal : ''
  return `${field === 'MM' ? '[Mm]?' : ''}(\\d{${fixed ? token.length : '1,2'}})${behind}`
}

function literal(character: string): string {
  if (character === '[') return '(?:'
  if (character === ']') return ')?'
  if (character === ' ' || character === 'T') return '(?:\\s+|T)'
  if (character === '.' || character === ',') return '\\s?[.,]'
  if (character === ':') return '[:.h]'
  return character.replace(/[\\^$*+?(){}|/]/g, '\\$&')
}

/** The part of a pattern that comes before its time of day; null where it has none, or the date does not come first. */
export function datePart(format: string): string | null {
  const fields: Field[] = []
  let first = -1
  for (let at = 0; at < format.length; ) {
    const token = names.find(name => format.startsWith(name, at))
    const field = token === undefined ? null : (doubled[token] ?? (token as Field))
    if (field !== null && clockFields.includes(field)) first = first === -1 ? at : first
    else if (field !== null && first !== -1 && field !== 'Z' && field !== '…') return null
    if (field !== null) fields.push(field)
    at += token?.length ?? 1
  }
  return first <= 0 ? null : format.slice(0, first).replace(/[[\s,:T_-]+$/, '')
}

export const badFormat = (format: string, why: string): Fault =>
  new Fault(
    'INVALID_INPUT',
    `'${format.slice(0, 80)}' is no time format: ${why}. Use ISO 8601, epoch s or, say, DD/MM/YYYY HH:mm:ss`,
  )
