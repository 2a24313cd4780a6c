import type { Detection } from './detect.ts'
import type { Encoding } from './encoding.ts'
import type { Guess, KeyCandidate, LeftOut, SuspiciousValue } from './findings.ts'
import type { LayoutChannel } from './plan.ts'

/** How a file is read and what can be said of that, settled from its first part. */
export interface FoundInFile {
  readonly delimiter: string
  readonly header: boolean
  /** `date + time` where several columns make the instant; empty where the columns are instants. */
  readonly timeColumn: string
  readonly timeFormat: string
  /** What comes first in its dates; null where that is no question. */
  readonly dateOrder: 'day' | 'month' | 'year' | null
  readonly timeZone: string
  /** Zone the file itself names, in its header or before it; null where it names none. */
  readonly zoneSaid: string | null
  /** `host + field` where several columns tell series apart. */
  readonly keyColumn: string | null
  readonly keyCandidates: readonly KeyCandidate[]
  readonly valueColumns: readonly string[]
  /** What the series will have: one per value column, or one where each value column is an instant. */
  readonly channels: readonly LayoutChannel[]
  /** Whether each value column is an instant of its own, such as an hour of the day. */
  readonly columnsAreInstants: boolean
  readonly decimalComma: boolean
  /** Whether a cell among those looked at proves a decimal sign. */
  readonly decimalProven: boolean
  /** null where a text was given, not bytes. */
  readonly encoding: Encoding | null
  readonly newestFirst: boolean
  readonly leftOut: readonly LeftOut[]
  readonly guesses: readonly Guess[]
  readonly suspicious: readonly SuspiciousValue[]
}

export function foundIn(detection: Detection, encoding: Encoding | null): FoundInFile {
  const { layout, leftOut, guesses, suspicious, keyCandidates, zoneSaid } = detection
  const { columns, keyColumns, timeFormat } = layout
  const names = (places: readonly number[]) => places.map(column => columns[column]!).join(' + ')
  return {
    delimiter: layout.delimiter,
    header: layout.header,
    timeColumn: layout.across ? '' : names(layout.timeColumns),
    timeFormat,
    dateOrder: orderOf(timeFormat),
    timeZone: layout.timeZone,
    zoneSaid,
    keyColumn: keyColumns.length === 0 ? null : names(keyColumns),
    keyCandidates,
    valueColumns: layout.valueColumns.map(column => columns[column]!),
    channels: layout.channels,
    columnsAreInstants: layout.spread !== null,
    decimalComma: layout.decimalComma,
    decimalProven: layout.decimalProven,
    encoding,
    newestFirst: layout.newestFirst,
    leftOut,
    guesses,
    suspicious,
  }
}

function orderOf(format: string): FoundInFile['dateOrder'] {
  const first = /D|M|Y/.exec(format)?.[0]
  if (!/D/.test(format) || !/M/.test(format) || format.includes('MMM')) return null
  return first === 'D' ? 'day' : first === 'M' ? 'month' : 'year'
}

/** Entries of each list that are kept with an import, the first ones. */
const kept = 200

/** The same, in bounded room: a file may have thousands of columns. */
export const bounded = (found: FoundInFile): FoundInFile & { readonly leftOutCount: number } => ({
  ...found,
  valueColumns: found.valueColumns.slice(0, kept),
  keyCandidates: found.keyCandidates.slice(0, kept),
  leftOut: found.leftOut.slice(0, kept),
  leftOutCount: found.leftOut.length,
  guesses: found.guesses.slice(0, kept),
  suspicious: found.suspicious.slice(0, kept),
})
