/** What the caller knows better than the detector; whatever is left out is detected. Columns go by name. */
export interface ImportPlan {
  readonly delimiter?: string | null | undefined
  readonly header?: boolean | null | undefined
  /** One column, or a date and a time column as `date + time`. */
  readonly timeColumn?: string | null | undefined
  /** As `describeTimeFormat` in time-format.ts documents: `ISO 8601`, `epoch s`, or a pattern like `DD/MM/YYYY HH:mm`. */
  readonly timeFormat?: string | null | undefined
  /** IANA zone of times without an offset. */
  readonly timeZone?: string | null | undefined
  readonly valueColumns?: readonly string[] | null | undefined
  /** One series per value of this column. */
  readonly keyColumn?: string | null | undefined
  readonly decimalComma?: boolean | null | undefined
}

/** How a file is read, settled: columns by 0-based position. */
export interface Layout {
  readonly delimiter: string
  readonly header: boolean
  readonly columns: readonly string[]
  /** One position, or a date and a time joined by a space. */
  readonly timeColumns: readonly number[]
  readonly timeFormat: string
  readonly timeZone: string
  readonly keyColumn: number | null
  readonly valueColumns: readonly number[]
  readonly decimalComma: boolean
}
