import { Fault } from '@seriema/domain/fault'
import { findAcross } from './choose/across.ts'
import { chooseKeyAsTold, withRowNames } from './choose/key-as-told.ts'
import { createPartTest } from './choose/parts.ts'
import { findSpread } from './choose/spread.ts'
import { chooseTime, findColumn, joined, noTime } from './choose/time.ts'
import type { ChosenValues } from './choose/values.ts'
import { chooseValues } from './choose/values.ts'
import { yearsOf } from './choose/years.ts'
import { chooseZone } from './choose/zone.ts'
import { withZoneColumn } from './choose/zone-column.ts'
import type { ChosenTime, ColumnSample } from './detect-time.ts'
import { findChannels, spreadName } from './find-channels.ts'
import type { Guess, KeyCandidate, LeftOut, SuspiciousValue } from './findings.ts'
import { guessesOf } from './guesses.ts'
import { decideDecimal } from './numbers/decimal.ts'
import { suspectsOf } from './numbers/suspects.ts'
import { hasLetters, isMissing } from './numbers/words.ts'
import type { ImportPlan, Layout } from './plan.ts'
import { unreadable } from './table/delimiter.ts'
import type { Heading } from './table/header.ts'
import type { Table } from './table/table.ts'
import { readTable } from './table/table.ts'

export interface Detection {
  readonly layout: Layout
  readonly heading: Heading
  /** Cells of the rows looked at, column by column. */
  readonly samples: readonly ColumnSample[]
  readonly leftOut: readonly LeftOut[]
  /** What is not certain. */
  readonly guesses: readonly Guess[]
  readonly keyCandidates: readonly KeyCandidate[]
  readonly suspicious: readonly SuspiciousValue[]
  /** Zone the file names; null where it names none. */
  readonly zoneSaid: string | null
  /** Whether the decimal sign of a column is a comma. */
  readonly commaOf: (column: number) => boolean
}

export const channelLimit = 64

/**
 * How a file is laid out, from its first part: a whole number of lines, `complete` where that is all of it. What `plan`
 * says stands, the rest is detected around it. Throws UNREADABLE_FILE where it is no table, INVALID_INPUT where the plan
 * does not fit it.
 */
export function detectLayout(head: string, plan: ImportPlan = {}, complete = true): Detection {
  const table = readTable(head, plan)
  const { delimiter, heading, columns, rows } = table
  const samples = columns.map((_, column) => rows.map(row => row[column]!))
  const { time, across, place } = chooseTimeOf(table, samples, plan)
  const written = joined(samples, time.columns)
  const asked = planned(columns, plan)
  const counters = plan.counters ?? []
  // Where columns are instants there is one channel, whatever they are called.
  for (const name of counters) if (name !== spreadName) findColumn(columns, name, 'counters')
  const decimal = decideDecimalOf(table, samples, time, plan)
  const taken = new Set([...time.columns, ...asked, ...(across?.columns ?? [])])
  const commaOf = (column: number) => decimal.own.get(column) ?? decimal.comma
  const parted = chooseKeyAsTold(columns, samples, written, taken, commaOf, plan)
  const rowsAreSeries = across !== null && across.row === null && plan.keyColumn == null
  const key = rowsAreSeries ? withRowNames(parted, samples, taken) : parted
  for (const column of key.columns) taken.add(column)
  const found = chooseValuesOf()
  if (found.values.length === 0) throw noNumbers(columns, time)
  const spread = across ?? findSpread(columns, found.values, time, written, samples)
  if (spread === null && asked.length > channelLimit)
    throw new Fault('INVALID_INPUT', `a series has at most ${channelLimit} channels, not ${asked.length}`)
  const values = spread?.columns ?? found.values.slice(0, channelLimit)
  const placed = new Set(values)
  const beyond = found.values.filter(column => !placed.has(column))
  const { channels, cellUnits } = findChannels(table, samples, values, spread !== null, new Set(counters))
  const zone = chooseZone(columns, heading, time) ?? place
  const timeZone = plan.timeZone ?? zone?.zone ?? 'UTC'
  const keysOf = () => (key.columns.length === 0 ? written.map(() => '') : joined(samples, key.columns))
  const years = yearsOf(time, written, keysOf, timeZone, plan)
  const layout: Layout = {
    delimiter,
    header: heading.names !== null,
    columns,
    dataFrom: heading.dataFrom,
    timeColumns: time.columns,
    timeFormat: `${spread?.rowFormat ?? time.format}${years.suffix}`,
    otherTimeFormat: spread?.rowFormat == null ? time.alternative : null,
    timeZone,
    keyColumn: key.columns[0] ?? null,
    keyColumns: key.columns,
    valueColumns: values,
    channels,
    spread: spread === null ? null : { ...spread, format: `${spread.format}${years.suffix}` },
    across: across !== null,
    cellUnits,
    emptyColumns: found.empty,
    decimalComma: decimal.comma,
    decimalProven: decimal.proven,
    letterColumns: values.filter(column => hasLetters(samples[column]!)),
    ownSigns: values.map(column => decimal.own.get(column) ?? null),
    newestFirst: years.newestFirst,
    latest: years.latest,
    missing: plan.missing ?? [],
  }
  const why = spread === null ? `a series has at most ${channelLimit} channels` : 'its name is no instant'
  return {
    layout,
    heading,
    samples,
    leftOut: [
      ...found.leftOut.filter(({ name, position }) => !(/^column_\d+$/.test(name) && isEmpty(position))),
      ...beyond.map(position => ({ name: columns[position]!, position, why })),
    ],
    guesses: guessesOf({ layout, plan, time, decimal, key, zone, spread, samples, beyond: beyond.length }),
    keyCandidates: key.candidates,
    suspicious: suspectsOf(layout, samples),
    zoneSaid: zone?.zone ?? null,
    commaOf,
  }

  function isEmpty(column: number): boolean {
    return samples[column]!.every(isMissing)
  }

  function chooseValuesOf(): ChosenValues {
    if (asked.length > 0) return { ...asToldValues(columns, asked, taken), empty: asked.filter(isEmpty) }
    if (across !== null) return asToldValues(columns, across.columns, taken, 'its name is no instant')
    const keys = key.columns.length === 0 ? null : joined(samples, key.columns)
    const repeatsTime = createPartTest(written, time.format)
    const header = heading.names !== null
    const times = written
    return chooseValues({ names: columns, header, samples, taken, keys, times, commaOf, repeatsTime, complete })
  }
}

/** The columns of times; where there are none, the columns that are times by their names. */

function chooseTimeOf(table: Table, samples: readonly ColumnSample[], plan: ImportPlan) {
  if (table.rows.length === 0 && plan.timeColumn == null && plan.timeFormat == null)
    throw unreadable(`it has no rows below its names (${table.columns.slice(0, 20).join(', ').slice(0, 200)})`)
  const time = chooseTime(table.columns, samples, plan)
  if (time !== null) {
    const told = plan.timeColumn != null || plan.timeFormat != null
    return { ...(told ? { time, place: null } : withZoneColumn(time, table.columns, samples)), across: null }
  }
  const across = table.heading.names === null ? null : findAcross(table.columns, samples)
  if (across === null) throw noTime(table.columns)
  const { format, alternative, row } = across
  const columns = row === null ? [] : [row]
  return { time: { columns, format, ambiguous: false, alternative }, across, place: null }
}

function decideDecimalOf(table: Table, samples: readonly ColumnSample[], time: ChosenTime, plan: ImportPlan) {
  const european = /^(?:DD?|[^A-Z]*DD)[./]/.test(time.format)
  const others = [...samples.entries()].filter(([column]) => !time.columns.includes(column))
  const decided = decideDecimal(others, table.delimiter, european)
  return plan.decimalComma == null ? decided : { ...decided, comma: plan.decimalComma, example: null }
}

const planned = (columns: readonly string[], plan: ImportPlan): number[] => [
  ...new Set((plan.valueColumns ?? []).map(name => findColumn(columns, name, 'valueColumns'))),
]

const asToldValues = (
  names: readonly string[],
  values: readonly number[],
  taken: ReadonlySet<number>,
  why = 'it was not chosen',
): ChosenValues => ({
  values,
  empty: [],
  leftOut: names.flatMap((name, position) => (taken.has(position) ? [] : [{ name, position, why }])),
})

function noNumbers(columns: readonly string[], time: ChosenTime): Fault {
  return unreadable(
    `it has no column of numbers beside ${time.columns
      .map(column => columns[column]!)
      .join(' + ')
      .slice(0, 200)}`,
  )
}
