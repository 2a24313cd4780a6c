import type { ChannelKind } from '@seriema/domain/series'

/** What the caller knows better than the detector; whatever is left out is detected. Columns go by name. */
export interface ImportPlan {
  readonly delimiter?: string | null | undefined
  readonly header?: boolean | null | undefined
  /** One column, several whose cells make the instant together, as `date + time`; '' where the columns are the instants. */
  readonly timeColumn?: string | null | undefined
  /** As `compileWritten` in time-format.ts documents: `ISO 8601`, `epoch s`, or a pattern like `DD/MM/YYYY HH:mm`. */
  readonly timeFormat?: string | null | undefined
  /** IANA zone, or offset such as `-03:00`, of times without an offset. */
  readonly timeZone?: string | null | undefined
  readonly valueColumns?: readonly string[] | null | undefined
  /** Value columns whose readings go on and on, as a meter's do: their channels are counters. */
  readonly counters?: readonly string[] | null | undefined
  /** One series per value of this column, or of several joined as `host + field`; '' for one series in all. */
  readonly keyColumn?: string | null | undefined
  readonly decimalComma?: boolean | null | undefined
  /** When the file is read, epoch milliseconds: dates without a year lie before it. */
  readonly readAt?: number | null | undefined
  /** Cells that mean no value, beside the usual ones: `-999`. */
  readonly missing?: readonly string[] | null | undefined
}

/** A channel of the series that a file makes. */
export interface LayoutChannel {
  readonly name: string
  /** From the header, a row of units or the cells; null where the file says none. */
  readonly unit: string | null
  readonly kind: ChannelKind
}

/** How the time of a row and what a column adds to it make an instant. */
export interface LayoutSpread {
  /** What each value column adds to the time of the row, after a space. */
  readonly suffixes: readonly string[]
  /** How both read together, in place of `timeFormat`. */
  readonly format: string
  /** Another format that reads them too; null where the file proves `format`. */
  readonly alternative: string | null
}

/** How a file is read, settled: columns by 0-based position. */
export interface Layout {
  readonly delimiter: string
  readonly header: boolean
  readonly columns: readonly string[]
  /** 1-based line that rows are read from: what stands before is header or preamble. */
  readonly dataFrom: number
  /** Columns whose cells, joined by spaces, are the time. */
  readonly timeColumns: readonly number[]
  readonly timeFormat: string
  /** Another format that reads the times too, day and month swapped; null where the file proves `timeFormat`. */
  readonly otherTimeFormat: string | null
  readonly timeZone: string
  /** The first of `keyColumns`; null where the file is one series. */
  readonly keyColumn: number | null
  /** Columns whose cells, joined by spaces, tell series apart. */
  readonly keyColumns: readonly number[]
  readonly valueColumns: readonly number[]
  /** One per value column, or a single one where the columns are instants. */
  readonly channels: readonly LayoutChannel[]
  /** Where each value column is an instant of its own (an hour of the day); null where a row is one point. */
  readonly spread: LayoutSpread | null
  /** Whether the names of the value columns are the times, completed by `timeColumns` where there are any. */
  readonly across: boolean
  /** Unit that the cells of each value column are written with; null for none. */
  readonly cellUnits: readonly (string | null)[]
  /** Value columns (positions) that were empty in all that was seen: what is no number there is missing. */
  readonly emptyColumns: readonly number[]
  readonly decimalComma: boolean
  /**
   * Whether a cell of what was seen proves a decimal sign, be it this one or not. Where none does, later cells are watched,
   * even where the plan says `decimalComma`: it may only repeat what a preview guessed.
   */
  readonly decimalProven: boolean
  /** Per value column its decimal sign, where that is another than the file's: whether a comma; null where it is not. */
  readonly ownSigns: readonly (boolean | null)[]
  /** Value columns (positions) whose cells are t and f, y and n, or the like. */
  readonly letterColumns: readonly number[]
  readonly newestFirst: boolean
  /** Where dates have no year and which one they are of is a guess: what no row is after, epoch milliseconds. Else null. */
  readonly latest: number | null
  /** Marks for missing beside the usual ones. */
  readonly missing: readonly string[]
}
