import { cellGuesses } from './cell-guesses.ts'
import { joinCells } from './choose/hour.ts'
import type { ChosenKey } from './choose/key.ts'
import type { Spread } from './choose/spread/run.ts'
import type { ChosenTime, ColumnSample } from './detect-time.ts'
import type { Guess } from './findings.ts'
import { dissectNumber, numberOf } from './numbers/cell.ts'
import type { DecimalSign } from './numbers/decimal.ts'
import { isMissing } from './numbers/words.ts'
import type { ImportPlan, Layout } from './plan.ts'
import { timeName } from './table/names.ts'
import type { SaidZone } from './times/abbreviations.ts'
import { meaningsOf } from './times/abbreviations.ts'
import { splitYearless } from './times/without-year.ts'

export interface Decisions {
  readonly layout: Layout
  readonly plan: ImportPlan
  readonly time: ChosenTime
  readonly decimal: DecimalSign
  readonly key: ChosenKey
  /** What the file says; null where it says nothing. */
  readonly zone: SaidZone | null
  readonly spread: Spread | null
  readonly samples: readonly ColumnSample[]
  /** Columns of numbers that found no place. */
  readonly beyond: number
}

/** What of a layout the file does not prove, each with the other reading. */
export function guessesOf(decisions: Decisions): Guess[] {
  return [
    ...dates(decisions),
    ...years(decisions),
    ...numbers(decisions),
    ...zones(decisions),
    ...series(decisions),
    ...repeated(decisions),
    ...narrow(decisions),
    ...hours(decisions),
    ...counted(decisions),
    ...units(decisions),
    ...many(decisions),
    ...cellGuesses(decisions.layout, decisions.samples),
  ]
}

function dates({ time, layout, plan }: Decisions): Guess[] {
  const other = layout.otherTimeFormat
  if (other === null || plan.timeFormat != null) return []
  const message = time.ambiguous
    ? `days and months cannot be told apart: read as ${layout.timeFormat}; set timeFormat if not`
    : `read as ${layout.timeFormat}, which makes the steadier series; ${other} would read the times too`
  return [{ about: 'dates', message, otherwise: { timeFormat: other }, doubtful: time.ambiguous }]
}

/** The year before is the other reading: later ones are in the future. */
function years({ layout, plan }: Decisions): Guess[] {
  const { pattern, from } = splitYearless(layout.timeFormat)
  if (from === null || plan.timeFormat === layout.timeFormat) return []
  const month = new Date(from).toISOString().slice(0, 7)
  const otherwise = `${pattern} from ${Number(month.slice(0, 4)) - 1}${month.slice(4)}`
  const message = `the times have no year: the first is read as one of ${month}, so that none lies in the future; set timeFormat '${otherwise}' for the year before`
  return [{ about: 'dates', message, otherwise: { timeFormat: otherwise }, doubtful: true }]
}

function numbers({ decimal, layout }: Decisions): Guess[] {
  const { comma, example, against } = decimal
  if (example !== null) {
    const parts = dissectNumber(example)!
    const message = `'${example.trim().slice(0, 40)}' is read as ${numberOf(parts, comma)}; it could be ${numberOf(parts, !comma)}: set decimalComma if so`
    return [{ about: 'numbers', message, otherwise: { decimalComma: !comma }, doubtful: true }]
  }
  const others = layout.valueColumns.flatMap((column, i) => {
    const own = layout.ownSigns[i]!
    if (own === null) return []
    const message = `${layout.columns[column]} is read with a decimal ${own ? 'comma' : 'point'}, as its cells prove, unlike the rest of the file`
    return [{ about: 'numbers', message, otherwise: null, doubtful: false } as const]
  })
  if (against === null || !layout.decimalProven) return others
  const message = `most numbers have a decimal ${comma ? 'comma' : 'point'}; ${against.count} do not, such as '${against.cell.trim().slice(0, 40)}', and are not read`
  return [...others, { about: 'numbers', message, otherwise: { decimalComma: !comma }, doubtful: true }]
}

function zones({ zone, layout, plan, time, samples }: Decisions): Guess[] {
  const found: Guess[] = []
  if (zone !== null && plan.timeZone != null && zone.zone !== plan.timeZone) {
    const message = `the file says ${zone.said}, but its times are read in ${plan.timeZone}`
    found.push({ about: 'zone', message, otherwise: { timeZone: zone.zone }, doubtful: true })
  } else if (zone !== null && /^[CEW]ET$/.test(zone.zone)) {
    const message = `the file says ${zone.said}: read with summer time, as clocks of ${zone.zone} show it; +01:00 and the like know none`
    found.push({ about: 'zone', message, otherwise: null, doubtful: false })
  }
  if (!/Z/.test(layout.timeFormat)) return found
  const words = new Set(
    (samples[time.columns.at(-1)!] ?? []).slice(0, 1_000).map(cell => /([A-Za-z]{3,5})\)?\s*$/.exec(cell)?.[1] ?? ''),
  )
  for (const word of words) {
    const meaning = meaningsOf(word)
    if (meaning !== null)
      found.push({ about: 'zone', message: `${word} is taken for ${meaning}`, otherwise: null, doubtful: false })
  }
  return found
}

function series({ key, layout }: Decisions): Guess[] {
  if (!key.guessed) return []
  const names = key.columns.map(column => layout.columns[column]!).join(' + ')
  const message = `the same instants come more than once: the rows are parted into series by ${names}`
  return [{ about: 'series', message, otherwise: null, doubtful: false }]
}

/** Without a key, rows that say the same time are one point, of which the first is kept. */
function repeated({ layout, samples, time, plan }: Decisions): Guess[] {
  if (layout.keyColumns.length > 0 || layout.across || plan.keyColumn === '') return []
  const times = joinCells(samples, time.columns)
  const again = times.length - new Set(times).size
  if (again <= 0.2 * times.length) return []
  const message = `${again} of ${times.length} rows have the time of another row, and no column tells series apart: an instant keeps one value; half a day or the seconds may be lacking in the times`
  return [{ about: 'time', message, otherwise: null, doubtful: true }]
}

/** Names that stand one column off, above cells that a decimal comma without quotes has cut in two. */
function narrow({ layout }: Decisions): Guess[] {
  if (!layout.header || !layout.timeColumns.every(column => /^column_\d+$/.test(layout.columns[column]!))) return []
  const column = layout.valueColumns.find(each => timeName.test(layout.columns[each]!))
  if (column === undefined) return []
  const message = `the rows have more cells than the header has names, and ${layout.columns[column]} would be a column of numbers: a decimal comma without quotes cuts a number in two`
  return [{ about: 'numbers', message, otherwise: null, doubtful: true }]
}

/** What numbers and years were taken for that say little themselves: periods of a day, days of a spreadsheet, two years. */
function counted({ layout, spread, time, samples, plan }: Decisions): Guess[] {
  const format = spread?.format ?? layout.timeFormat
  const length = /[Pp](60|30|15|10|5)\b/.exec(format)?.[1]
  if (length !== undefined) {
    const message = `read as periods of ${length} minutes, which are counted by elapsed time from the beginning of the day in ${layout.timeZone}`
    return [{ about: 'hours', message, otherwise: null, doubtful: false }, ...longDays(length, layout, samples, spread)]
  }
  if (plan.timeFormat != null) return []
  if (format === 'Excel serial')
    return [
      {
        about: 'time',
        message:
          'the times are numbers of a spreadsheet, read as days since 1899-12-30; some count from 1904, four years later',
        otherwise: { timeFormat: 'Excel serial 1904' },
        doubtful: false,
      },
    ]
  if (format === 'decimal year') {
    const message = 'the times are years with fractions, of which a twelfth is read as a month'
    return [{ about: 'time', message, otherwise: null, doubtful: false }]
  }
  const spelled =
    time.format === 'year' ? samples[time.columns[0]!]?.find(cell => !/^\s*\d{4}\s*$/.test(cell)) : undefined
  if (spelled === undefined) return []
  const message = `years such as '${spelled.trim().slice(0, 20)}' are read as January 1st of its first year`
  return [{ about: 'time', message, otherwise: null, doubtful: false }]
}

/** Days of 23 or 25 hours are those of a zone whose clocks change, which UTC is not. */
function longDays(length: string, layout: Layout, samples: readonly ColumnSample[], spread: Spread | null): Guess[] {
  const usual = 1_440 / Number(length)
  const beyond =
    spread === null
      ? samples[layout.timeColumns.at(-1)!]!.some(cell => Number(cell) > usual)
      : spread.columns.slice(usual).some(column => samples[column]!.some(cell => !isMissing(cell)))
  if (!beyond || layout.timeZone !== 'UTC') return []
  const message = `some days have more than ${usual} periods, as days do when clocks go back: give the timeZone they are of`
  return [{ about: 'zone', message, otherwise: null, doubtful: true }]
}

const unitName = /^(?:units?|einheit|unidade|unidad|unité|unità|uom)$/i

/** A column of units that says another for some rows: the numbers stand as they are. */
function units({ layout, samples, key }: Decisions): Guess[] {
  const column = layout.columns.findIndex(name => unitName.test(name.trim()))
  if (column === -1 || layout.valueColumns.includes(column)) return []
  const keys = new Map<string, Set<string>>()
  samples[column]!.forEach((cell, row) => {
    const said = key.columns.map(each => samples[each]![row]).join('\n')
    const known = keys.get(said) ?? new Set()
    if (cell.trim() !== '' && known.size < 4) keys.set(said, known.add(cell.trim().slice(0, 24)))
  })
  const mixed = [...keys.values()].find(each => each.size > 1)
  if (mixed === undefined) return []
  const message = `${layout.columns[column]} says ${[...mixed].join(' and ')}: numbers are read as they stand, whatever their unit`
  return [{ about: 'numbers', message, otherwise: null, doubtful: true }]
}

function hours({ layout, spread }: Decisions): Guess[] {
  if (!layout.timeFormat.includes('kk') && spread?.counted !== true) return []
  const message = 'hours are counted from 1 to 24: hour 1 is read as the one that begins at 00:00'
  return [{ about: 'hours', message, otherwise: null, doubtful: false }]
}

function many({ beyond, layout, spread }: Decisions): Guess[] {
  if (beyond === 0 || spread !== null) return []
  const count = beyond + layout.valueColumns.length
  const message = `${count} columns of numbers: the first ${layout.valueColumns.length} are taken; choose others by valueColumns`
  return [{ about: 'series', message, otherwise: null, doubtful: true }]
}
