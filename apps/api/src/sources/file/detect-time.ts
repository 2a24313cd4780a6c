import type { TimeReader } from './time-format.ts'
import { compileTimeFormat } from './time-format.ts'
import { openTimeZone } from './time-zone.ts'

export interface DetectedFormat {
  readonly format: string
  /** Share of the cells it reads. */
  readonly share: number
  /** Whether the days could as well be the months. */
  readonly ambiguous: boolean
}

const utc = openTimeZone('UTC')

/** The format most of `cells` are written in; null where they are no times. Only what the cells prove is claimed. */
export function detectTimeFormat(cells: readonly string[]): DetectedFormat | null {
  const texts = cells.map(cell => cell.trim()).filter(cell => cell !== '')
  if (texts.length === 0) return null
  const numeric = texts.filter(text => /^\d+(?:\.\d+)?$/.test(text)).length
  const found = numeric * 2 > texts.length ? numericFormat(texts) : writtenFormat(texts)
  if (found === null) return null
  const share = shareRead(texts, compileTimeFormat(found.format, utc))
  return share > 0.5 ? { ...found, share } : null
}

/** Whether the cells are times of a day, which need a date beside them. */
export const isTimeOfDay = (cells: readonly string[]): boolean => {
  const texts = cells.map(cell => cell.trim()).filter(cell => cell !== '')
  return texts.length > 0 && texts.filter(text => clock.test(text)).length >= 0.8 * texts.length
}

const clock =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(\s*[ap]\.?\s?m\.?)?(\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/i

const shareRead = (texts: readonly string[], read: TimeReader): number =>
  texts.filter(text => !Number.isNaN(read(text))).length / texts.length

type Candidate = Omit<DetectedFormat, 'share'>
const certain = (format: string): Candidate => ({ format, ambiguous: false })

/** Epochs from 1973 to 2100; compact dates first, since few numbers are dates by chance. */
function numericFormat(texts: readonly string[]): Candidate | null {
  const compact: Readonly<Record<number, string>> = {
    8: 'YYYYMMDD',
    10: 'YYYYMMDDHH',
    12: 'YYYYMMDDHHmm',
    14: 'YYYYMMDDHHmmss',
  }
  const first = texts[0]!
  const pattern = compact[first.length]
  const plausible = (text: string) => Number(text.slice(0, 4)) >= 1971 && Number(text.slice(0, 4)) <= 2100
  if (pattern !== undefined && texts.every(plausible) && shareRead(texts, compileTimeFormat(pattern, utc)) > 0.95)
    return certain(pattern)
  const magnitude = Number(first)
  const scales = ['epoch s', 'epoch ms', 'epoch us', 'epoch ns']
  const scale = scales.findIndex((_, k) => magnitude >= 1e8 * 1e3 ** k && magnitude < 4.11e9 * 1e3 ** k)
  return scale === -1 ? null : certain(scales[scale]!)
}

const year = '\\d{4}|\\d{2}'
const written = [
  { order: 'ymd', pattern: /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})/ },
  { order: 'ymd', pattern: /^(\d{4})()(\d{2})(\d{2})(?=[T ])/ },
  { order: 'named', pattern: new RegExp(`^(\\d{1,2})([- /.])([A-Za-z]{3,9})\\.?\\2(${year})(?!\\d)`) },
  { order: 'american', pattern: /^([A-Za-z]{3,9})\.?( )(\d{1,2}),? (\d{4})/ },
  { order: 'numbers', pattern: new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(${year})(?!\\d)`) },
] as const

/** Patterns for dates as people and programs write them, with the parts of the time the cells have. */
function writtenFormat(texts: readonly string[]): Candidate | null {
  for (const { order, pattern } of written) {
    const matches = texts.map(text => pattern.exec(text)).filter(match => match !== null)
    if (matches.length * 2 <= texts.length) continue
    const separator = matches[0]![2]!
    const years = (part: number) => (matches[0]![part]!.length === 2 ? 'YY' : 'YYYY')
    const tails = matches.map(match => match.input.slice(match[0].length))
    const time = timePattern(tails)
    if (time === null) continue
    if (order === 'ymd') {
      const isIso = separator === '-' && (time.includes('Z') || tails.some(tail => tail.startsWith('T')))
      return certain(isIso && !time.includes('A') ? 'ISO 8601' : `${['YYYY', 'MM', 'DD'].join(separator)}${time}`)
    }
    if (order === 'named') return certain(`${['DD', 'MMM', years(4)].join(separator)}${time}`)
    if (order === 'american') return certain(`MMM DD${matches[0]![0].includes(',') ? ',' : ''} YYYY${time}`)
    const dayFirst = `${['DD', 'MM', years(4)].join(separator)}${time}`
    const monthFirst = `${['MM', 'DD', years(4)].join(separator)}${time}`
    const proven = dayBeforeMonth(matches) ?? moreRegular(texts, dayFirst, monthFirst)
    return { format: (proven ?? !time.includes('A')) ? dayFirst : monthFirst, ambiguous: proven === null }
  }
  return null
}

/** A number above twelve is a day. Where both places have one, most cells decide. */
function dayBeforeMonth(matches: readonly RegExpExecArray[]): boolean | null {
  const first = matches.filter(match => Number(match[1]) > 12).length
  const second = matches.filter(match => Number(match[3]) > 12).length
  return first === second ? null : first > second
}

/** Times usually ascend, in few different steps. */
function moreRegular(texts: readonly string[], dayFirst: string, monthFirst: string): boolean | null {
  const irregularity = [dayFirst, monthFirst].map(format => {
    const times = texts.map(text => compileTimeFormat(format, utc)(text))
    const steps = times.slice(1).map((at, i) => at - times[i]!)
    return steps.filter(step => step < 0).length * 1_000 + new Set(steps).size
  })
  return irregularity[0] === irregularity[1] ? null : irregularity[0]! < irregularity[1]!
}

/** What follows the dates, with what only some have in brackets; null where it is no time. */
function timePattern(tails: readonly string[]): string | null {
  if (tails.every(tail => tail.trim() === '')) return ''
  const parts = tails.map(tail => clock.exec(tail.replace(/^(?:T|,?\s+)/, '')))
  const present = parts.filter(part => part !== null)
  if (present.length === 0) return null
  const some = (group: number) => present.some(part => part[group] !== undefined)
  const all = (group: number) => present.every(part => part[group] !== undefined)
  const optional = (group: number, text: string) => (!some(group) ? '' : all(group) ? text : `[${text}]`)
  const comma = tails.some(tail => tail.startsWith(',')) ? ',' : ''
  const hour = some(5) ? 'hh' : 'HH'
  const seconds = optional(3, `:ss${optional(4, '.SSS')}`)
  const meridiem = optional(5, present.every(part => part[5]?.startsWith(' ')) ? ' A' : 'A')
  const time = `${comma} ${hour}:mm${seconds}${meridiem}${optional(6, 'Z')}`
  return tails.some(tail => tail.trim() === '') ? `[${time}]` : time
}
