import { isMissing } from './numbers/words.ts'
import { compileWritten, longestTime } from './time-format.ts'
import { timePattern } from './times/clock.ts'
import { findDates } from './times/dates.ts'
import { monthOf } from './times/names.ts'
import { detectNumericTime } from './times/numeric.ts'
import { chooseOrder } from './times/order.ts'
import { isYearless } from './times/without-year.ts'

export interface DetectedFormat {
  readonly format: string
  /** Share of the cells it reads. */
  readonly share: number
  /** Whether the days could as well be the months. */
  readonly ambiguous: boolean
  /** Another pattern that reads the cells too; null where they prove `format`. */
  readonly alternative: string | null
  /** Whether numbers could as well be no times: a name or an order must speak for it. */
  readonly weak: boolean
}

/** The cells of a column among the rows looked at. */
export type ColumnSample = readonly string[]

/** Columns whose cells make the time of a row, and how they are read together. */
export interface ChosenTime extends Pick<DetectedFormat, 'format' | 'ambiguous' | 'alternative'> {
  readonly columns: readonly number[]
}

const first = 20

/** The format most of `cells` are written in; null where they are no times. Only what the cells prove is claimed. */
export function detectTimeFormat(cells: readonly string[]): DetectedFormat | null {
  const texts: string[] = []
  for (const cell of cells) {
    if (!isMissing(cell)) texts.push(bare(cell.slice(0, longestTime)))
    // Most columns are none of times, which their first cells tell.
    if (texts.length === first && !texts.some(text => detectIn([text]) !== null)) return null
  }
  return texts.length === 0 ? null : detectIn(texts)
}

function detectIn(texts: readonly string[]): DetectedFormat | null {
  const numeric = texts.filter(text => /^\d+(?:[.,]\d+)?$|^\d+[.,]\d{6,}[eE]\+\d{1,2}$/.test(text)).length
  if (numeric * 2 > texts.length) {
    const found = detectNumericTime(texts)
    return found === null ? null : measured(texts, { ambiguous: false, alternative: null, ...found })
  }
  return (
    interval(texts) ??
    clockFirst(texts) ??
    financialYears(texts) ??
    written(texts) ??
    weekday(texts) ??
    behindWords(texts)
  )
}

type Found = Omit<DetectedFormat, 'share'>

function measured(texts: readonly string[], found: Found): DetectedFormat | null {
  const read = compileWritten(found.format)
  const share = texts.filter(text => read(text) !== null).length / texts.length
  return share > 0.5 ? { ...found, share } : null
}

/** `2024/25`, `2024-25` where all are so, and `FY2024`: the first of the two. */
function financialYears(texts: readonly string[]): DetectedFormat | null {
  const isOne = (text: string) => {
    const [, first, second = ''] = /^(\d{4})[-/](\d{2}|\d{4})$/.exec(text) ?? []
    return first !== undefined && String(Number(first) + 1).endsWith(second)
  }
  const paired = texts.length > 2 && texts.filter(isOne).length > 0.95 * texts.length
  const banked = texts.every(text => /^(\d{4}) \[YR\1\]$/.test(text))
  const named = texts.filter(text => /^(?:[FAC]?Y|YR|FYE) ?\d{4}$/i.test(text)).length > 0.95 * texts.length
  return paired || named || banked ? measured(texts, certain('year')) : null
}

/** `1 W/E 17/01/2026`, `Week ending 17 Jan 2026`: the same words before each date. */
function behindWords(texts: readonly string[]): DetectedFormat | null {
  const lead = /^(?:\d{1,2} )?\p{L}[\p{L} /.:]{0,24}? (?=\d)/u.exec(texts[0]!)?.[0]
  if (lead === undefined) return null
  const some = texts.filter(text => text.startsWith(lead))
  if (some.length * 2 <= texts.length) return null
  const inner = detectIn(some.map(text => text.slice(lead.length)))
  if (inner === null || inner.weak || inner.format === 'ISO 8601' || inner.format.includes('…')) return null
  const alternative = inner.alternative === null ? null : `… ${inner.alternative}`
  return measured(texts, { ...inner, format: `… ${inner.format}`, alternative })
}

/** The brackets of a log line, a zone in brackets behind. */
const bare = (cell: string): string =>
  cell
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^'(?=\d)/, '')

function written(texts: readonly string[]): DetectedFormat | null {
  const dates = findDates(texts)
  if (dates === null) return null
  const time = timePattern(dates.tails)
  if (time === null) return null
  const [date] = dates.formats
  if (date === 'YYYY-MM-DD' && !time.includes('A')) {
    const isIso = time.includes('Z') || dates.tails.some(tail => tail.startsWith('T'))
    if (isIso && dates.tails.every(tail => !/[A-Y]{3}/.test(tail.slice(1)))) return measured(texts, certain('ISO 8601'))
  }
  const formats = dates.formats.map(each => `${each}${time}`)
  const weak = time === '' && isYearless(formats[0]!)
  if (formats.length === 1) return measured(texts, { ...certain(formats[0]!), weak })
  const chosen = chooseOrder(texts, time.includes('A') ? american(formats) : formats)
  return measured(texts, { ...chosen, ambiguous: chosen.undecided, weak: false })
}

const american = (formats: readonly string[]): readonly string[] =>
  formats.toSorted((a, b) => Number(b.startsWith('MM')) - Number(a.startsWith('MM')))

const certain = (format: string): Found => ({ format, ambiguous: false, alternative: null, weak: false })

const between = /(?:\s+(?:[-–—]|to|bis|até|a|au|until)\s+|\/(?=\d{4}-)|\.\.)/u

/** `start - end`: the start is the point's time. */
function interval(texts: readonly string[]): DetectedFormat | null {
  const parts = texts.map(text => ({ text, cut: between.exec(text) }))
  const cut = parts.filter(part => part.cut !== null)
  if (cut.length * 2 <= texts.length) return null
  const starts = cut.map(({ text, cut: found }) => text.slice(0, found!.index))
  const ends = cut.map(({ text, cut: found }) => text.slice(found!.index + found![0].length))
  if (ends.filter(end => /\d[:./-]\d/.test(end)).length * 2 <= ends.length) return null
  const inner = detectTimeFormat(starts)
  if (inner === null || inner.weak) return null
  const sign = cut[0]!.cut![0].replace(/\s+/g, ' ')
  const around = (format: string) =>
    `${format === 'ISO 8601' ? 'YYYY-MM-DD HH:mm[:ss[.SSS]][Z]' : format}${escaped(sign)}…`
  const alternative = inner.alternative === null ? null : around(inner.alternative)
  return measured(texts, { ...inner, format: around(inner.format), alternative })
}

/** Letters of a word between two times would be read as fields. */
const escaped = (sign: string): string => (/\p{L}/u.test(sign) ? ' ' : sign)

/** `22:00 13/01/2026`. */
function clockFirst(texts: readonly string[]): DetectedFormat | null {
  const parts = texts.map(text => /^(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[APap]\.?[Mm]\.?)?)[ ,]+(.+)$/.exec(text))
  const some = parts.filter(part => part !== null)
  if (some.length * 2 <= texts.length) return null
  const time = timePattern(some.map(part => ` ${part[1]}`))
  const dates = detectTimeFormat(some.map(part => part[2]!))
  if (time === null || dates === null || /HH|hh|epoch|ISO/.test(dates.format)) return null
  const join = (date: string | null) => (date === null ? null : `${time.trim()} ${date}`)
  return measured(texts, { ...dates, format: join(dates.format)!, alternative: join(dates.alternative) })
}

/** `Tue, 13 Jan 2026 22:00:00 +0000`, and `Tue Jan 13 22:00:00 2026` of the C library. */
function weekday(texts: readonly string[]): DetectedFormat | null {
  const parts = texts.map(text => /^(\p{L}{2,12})\.?(,? )(?=\d|\p{L}{3,12}\.? \d)(.+)$/u.exec(text))
  const some = parts.filter(part => part !== null && monthOf(part[1]!) === -1)
  if (some.length * 2 <= texts.length) return null
  const rests = some.map(part => part![3]!)
  const asctime = rests.filter(text => /^\p{L}{3} +\d{1,2} \d\d:\d\d:\d\d (?:[A-Z]{3,5} )?\d{4}$/u.test(text)).length
  if (asctime * 2 > texts.length) {
    const zoned = rests.some(text => /[A-Z]{3,5} \d{4}$/.test(text)) ? '[ Z]' : ''
    return measured(texts, certain(`ddd MMM DD HH:mm:ss${zoned} YYYY`))
  }
  const inner = detectTimeFormat(rests)
  if (inner === null || inner.weak || inner.format === 'ISO 8601') return null
  const lead = some[0]![2]!.startsWith(',') ? 'ddd, ' : 'ddd '
  const alternative = inner.alternative === null ? null : `${lead}${inner.alternative}`
  return measured(texts, { ...inner, format: `${lead}${inner.format}`, alternative })
}
