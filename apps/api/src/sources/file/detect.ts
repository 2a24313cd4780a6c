import { Fault } from '@seriema/domain/fault'
import type { ColumnSample } from './detect-columns.ts'
import { detectKeyColumn, detectTimeColumn, detectValueColumns } from './detect-columns.ts'
import { detectDelimiter, detectHeader, modalWidth, unreadable } from './detect-table.ts'
import { detectTimeFormat } from './detect-time.ts'
import { detectDecimalComma } from './number-format.ts'
import type { ImportPlan, Layout } from './plan.ts'

export interface Detection {
  readonly layout: Layout
  /** Cells of the first rows, column by column. */
  readonly samples: readonly ColumnSample[]
  /** What is not certain, in words. */
  readonly doubts: readonly string[]
}

const channelLimit = 64

/**
 * How a file is laid out, from its first part: a whole number of lines. What `plan` says stands, the rest is detected
 * around it. Throws UNREADABLE_FILE where it is no table, INVALID_INPUT where the plan does not fit it.
 */
export function detectLayout(head: string, plan: ImportPlan = {}): Detection {
  const { delimiter, rows } = detectDelimiter(head, plan.delimiter)
  const width = modalWidth(rows)
  const fitting = rows.filter(row => row.length >= width)
  if (fitting.length === 0) throw unreadable('it has no rows')
  const header = plan.header ?? detectHeader(fitting)
  const columns = nameColumns(header ? fitting[0]! : [], width)
  const body = header ? fitting.slice(1) : fitting
  const samples = columns.map((_, column) => body.map(row => row[column]!))
  const time = chooseTime(columns, samples, plan)
  const taken = new Set(time.columns)
  const others = samples.filter((_, column) => !taken.has(column)).flat()
  const decimalComma = plan.decimalComma ?? detectDecimalComma(others, delimiter)
  const times = body.map(row => time.columns.map(column => row[column]!).join(' '))
  const keyColumn =
    plan.keyColumn != null
      ? findColumn(columns, plan.keyColumn, 'keyColumn')
      : detectKeyColumn(columns, samples, times, new Set([...taken, ...planned(columns, plan)]), decimalComma)
  if (keyColumn !== null) taken.add(keyColumn)
  const values = planned(columns, plan)
  const found = values.length > 0 ? values : detectValueColumns(columns, samples, taken, decimalComma)
  if (found.length === 0) throw unreadable(`it has no column of numbers beside ${columns[time.columns[0]!]}`)
  if (values.length > channelLimit)
    throw new Fault('INVALID_INPUT', `a series has at most ${channelLimit} channels, not ${values.length}`)
  const doubts = [
    ...(time.ambiguous ? [`days and months cannot be told apart: read as ${time.format}; set timeFormat if not`] : []),
    ...(found.length > channelLimit
      ? [`${found.length} columns of numbers: the first ${channelLimit} are taken; choose others by valueColumns`]
      : []),
  ]
  const layout: Layout = {
    ...{ delimiter, header, columns, timeColumns: time.columns, timeFormat: time.format },
    timeZone: plan.timeZone ?? 'UTC',
    ...{ keyColumn, valueColumns: found.slice(0, channelLimit), decimalComma },
  }
  return { layout, samples, doubts }
}

/** Trimmed, unlike, never empty: `column_3` where the file names none. */
function nameColumns(header: readonly string[], width: number): string[] {
  const names = new Set<string>()
  for (let column = 0; column < width; column++) {
    const given = (header[column] ?? '').trim().slice(0, 120) || `column_${column + 1}`
    let name = given
    for (let copy = 2; names.has(name); copy++) name = `${given}_${copy}`
    names.add(name)
  }
  return [...names]
}

const planned = (columns: readonly string[], plan: ImportPlan): number[] =>
  (plan.valueColumns ?? []).map(name => findColumn(columns, name, 'valueColumns'))

function findColumn(columns: readonly string[], name: string, field: string): number {
  const column = columns.indexOf(name)
  if (column === -1)
    throw new Fault('INVALID_INPUT', `${field}: the file has no column ${name}; it has ${columns.join(', ')}`)
  return column
}

interface ChosenTime {
  readonly columns: readonly number[]
  readonly format: string
  readonly ambiguous: boolean
}

function chooseTime(columns: readonly string[], samples: readonly ColumnSample[], plan: ImportPlan): ChosenTime {
  if (plan.timeColumn == null) {
    const found = detectTimeColumn(columns, samples)
    if (found !== null) return plan.timeFormat == null ? found : { ...found, format: plan.timeFormat, ambiguous: false }
    if (plan.timeFormat == null || columns.length === 0)
      throw unreadable(`no column looks like a time (${columns.join(', ')}); name it by timeColumn and timeFormat`)
    return { columns: [0], format: plan.timeFormat, ambiguous: false }
  }
  const single = columns.indexOf(plan.timeColumn)
  const names = single === -1 ? plan.timeColumn.split(' + ') : [plan.timeColumn]
  const chosen = names.map(name => findColumn(columns, name, 'timeColumn'))
  if (plan.timeFormat != null) return { columns: chosen, format: plan.timeFormat, ambiguous: false }
  const cells = (samples[0] ?? []).map((_, row) => chosen.map(column => samples[column]![row]!).join(' '))
  const found = detectTimeFormat(cells)
  if (found === null) throw unreadable(`${plan.timeColumn} is in no known time format; give timeFormat`)
  return { columns: chosen, ...found }
}
