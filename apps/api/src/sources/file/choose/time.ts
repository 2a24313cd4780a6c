import { Fault } from '@seriema/domain/fault'
import { type ChosenTime, type ColumnSample, type DetectedFormat, detectTimeFormat } from '../detect-time.ts'
import { isMissing } from '../numbers/words.ts'
import type { ImportPlan } from '../plan.ts'
import { unreadable } from '../table/delimiter.ts'
import { partNames, timeName } from '../table/names.ts'
import { compileWritten } from '../time-format.ts'
import { fromContent, withDay } from './content.ts'
import { joinCells, withHour } from './hour.ts'
import { fromLog } from './log.ts'

/**
 * The columns that make the points' times; null where none looks like it, or the plan says that none does by ''. Throws
 * UNREADABLE_FILE, INVALID_INPUT where the plan does not fit.
 */
export function chooseTime(
  columns: readonly string[],
  samples: readonly ColumnSample[],
  plan: ImportPlan,
): ChosenTime | null {
  if (plan.timeColumn === '') return null
  if (plan.timeColumn == null) {
    const found = detectTimeColumn(columns, samples)
    if (found !== null) return plan.timeFormat == null ? found : asTold(found.columns, plan.timeFormat, found)
    if (plan.timeFormat != null && columns.length > 0) return asTold([0], plan.timeFormat, null)
    return null
  }
  const single = columns.indexOf(plan.timeColumn)
  const names = single === -1 ? plan.timeColumn.split(' + ') : [plan.timeColumn]
  const chosen = names.map(name => findColumn(columns, name, 'timeColumn'))
  const detected = detectTimeFormat(joinCells(samples, chosen))
  if (plan.timeFormat != null) return asTold(chosen, plan.timeFormat, detected)
  const found = detected ?? partsOf(columns, samples, chosen)
  if (found === null) throw unreadable(`${plan.timeColumn.slice(0, 80)} is in no known time format; give timeFormat`)
  return { ...found, columns: chosen }
}

export const noTime = (columns: readonly string[]): Fault =>
  unreadable(
    `no column looks like a time (${list(columns)}); name it by timeColumn and timeFormat, several columns as in year + month + day`,
  )

/** Of two formats that both read the times, the one that is not asked for stays the other: the plan may repeat a guess. */
function asTold(
  columns: readonly number[],
  format: string,
  found: Pick<ChosenTime, 'format' | 'alternative'> | null,
): ChosenTime {
  const others = found === null || found.alternative === null ? [] : [found.format, found.alternative]
  const alternative = others.includes(format) ? others.find(other => other !== format)! : null
  return { columns, format, ambiguous: false, alternative }
}

/** Names to show: not more than fit into a sentence. */
export const list = (names: readonly string[]): string => {
  const shown = names.slice(0, 20).map(name => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
  return shown.join(', ') + (names.length > shown.length ? `, … ${names.length - shown.length} more` : '')
}

export function findColumn(columns: readonly string[], name: string, field: string): number {
  const column = columns.indexOf(name)
  if (column !== -1) return column
  throw new Fault('INVALID_INPUT', `${field}: the file has no column ${name.slice(0, 80)}; it has ${list(columns)}`)
}

export { joinCells as joined } from './hour.ts'

const utc = /(?:^|[^\p{L}])(?:utc|gmt)(?![^\s)\]]*[+-]?\d)/iu
const behind = /creat|updat|insert|receiv|load|modif|_start$|_stop$|^start|^end|ende?$/i

/** The column that most looks like the points' times, with those that complete it; null where none does. */
function detectTimeColumn(names: readonly string[], samples: readonly ColumnSample[]): ChosenTime | null {
  let best: (DetectedFormat & { column: number; score: number }) | null = null
  let last: (DetectedFormat & { column: number }) | null = null
  samples.forEach((cells, column) => {
    const read = detectTimeFormat(cells)
    if (read === null || read.share < 0.6) return
    const named = timeName.test(names[column]!)
    const found = inWeeks(names[column]!, cells, read)
    if (found.weak && !named && !(column === 0 && ascends(cells, found.format))) {
      // So many digits are an epoch by no chance: taken where there is no other time.
      if (found.format.startsWith('epoch')) last ??= { ...found, column }
      return
    }
    const constant = cells.length > 1 && cells.every(cell => cell === cells[0])
    const score =
      found.share * filled(cells) +
      (named ? 1 : 0) +
      (found.weak ? 0 : 1) -
      Math.min(0.9, column * 0.01) -
      (constant ? 4 : 0)
    // What is written twice, by clocks of a place and in UTC, is in no doubt in UTC.
    const universal = utc.test(names[column]!) && !found.weak ? -0.4 : 0
    const late = behind.test(names[column]!) ? 0.3 : universal
    if (score - late > (best?.score ?? Number.NEGATIVE_INFINITY)) best = { ...found, column, score: score - late }
  })
  const found = best as (DetectedFormat & { column: number }) | null
  const weak = found === null || found.weak
  const parts = weak
    ? (fromParts(names, samples) ?? fromLog(samples) ?? fromContent(samples, found?.column ?? null))
    : null
  if (parts !== null) return withHour(parts, names, samples)
  if (found !== null) return withHour(withDay({ ...found, columns: [found.column] }, names, samples), names, samples)
  const epoch = last as (DetectedFormat & { column: number }) | null
  return epoch === null ? null : { ...epoch, columns: [epoch.column] }
}

const filled = (cells: ColumnSample): number =>
  cells.filter(cell => !isMissing(cell)).length / Math.max(1, cells.length)

/** Under the name of weeks, what could be a month of a year is its week. */
function inWeeks(name: string, cells: ColumnSample, found: DetectedFormat): DetectedFormat {
  if (!/MM/.test(found.format) || /D|H|m/.test(found.format) || !/week|woche|semana|semaine|\bkw\b/i.test(name))
    return found
  const format = found.format.replace('MM', 'WW')
  const read = compileWritten(format)
  return cells.every(cell => isMissing(cell) || read(cell) !== null) ? { ...found, format } : found
}

function ascends(cells: ColumnSample, format: string): boolean {
  const read = compileWritten(format)
  const numbers = cells.map(cell => read(cell)?.local ?? Number.NaN)
  const up = numbers.every((value, i) => i === 0 || value >= numbers[i - 1]!)
  return numbers.length > 1 && up && numbers[0] !== numbers.at(-1)
}

const tokens = {
  year: 'YYYY',
  month: 'MM',
  quarter: 'Q',
  half: 'HY',
  week: 'WW',
  day: 'DD',
  hour: 'HH',
  minute: 'mm',
  second: 'ss',
  ofYear: 'DDD',
}
type Part = keyof typeof tokens
const ofYear: readonly Part[] = ['year', 'ofYear', 'hour', 'minute', 'second']

/** Year, month, day, hour … that have a column each. */
function fromParts(names: readonly string[], samples: readonly ColumnSample[]): ChosenTime | null {
  const columns: number[] = []
  const has = (part: Part) => names.some(name => partNames[part].test(name.trim()))
  const order = has('ofYear') && !has('month') ? ofYear : (Object.keys(tokens) as Part[])
  for (const part of order) {
    const column = names.findIndex((name, i) => partNames[part].test(name.trim()) && !columns.includes(i))
    if (column !== -1) columns.push(column)
    else if (part === 'year' || (part === 'day' && columns.length < 2)) return null
    // Without a day an hour is none of a date, without an hour a minute none.
    else if (part === 'day' || part === 'hour' || part === 'minute') break
  }
  return columns.length < 2 ? null : partsOf(names, samples, columns)
}

/** The pattern of columns that are parts of a time; null where their names or cells do not say so. */
function partsOf(
  names: readonly string[],
  samples: readonly ColumnSample[],
  columns: readonly number[],
): ChosenTime | null {
  const found: string[] = []
  for (const column of columns) {
    const part = (Object.keys(tokens) as Part[]).find(each => partNames[each].test(names[column]!.trim()))
    if (part === undefined) return null
    const cells = samples[column]!.filter(cell => cell.trim() !== '')
    const worded = part === 'month' && cells.some(cell => /\p{L}{3}/u.test(cell))
    const counted =
      part === 'hour' && cells.some(cell => Number(cell) === 24) && !cells.some(cell => Number(cell) === 0)
    const short = part === 'year' && cells.every(cell => cell.trim().length === 2)
    found.push(worded ? 'MMM' : counted ? 'kk' : short ? 'YY' : tokens[part])
  }
  const format = found.join(' ')
  if (!/YY/.test(format) || !/M|Q|WW|HY|DDD/.test(format)) return null
  return { columns, format, ambiguous: false, alternative: null }
}
