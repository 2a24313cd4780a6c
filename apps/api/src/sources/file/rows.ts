import type { FaultCode } from '@seriema/domain/fault'

/** A row that can be stored. */
export interface Row {
  /** 1-based line of the file it starts at. */
  readonly line: number
  /** What stands in the key columns, trimmed; empty without one. */
  readonly key: string
  /** Epoch milliseconds. */
  readonly at: number
  /** One per channel, null where missing. */
  readonly values: readonly (number | null)[]
}

export interface RowRejection {
  readonly line: number
  readonly code: FaultCode
  readonly message: string
}

/** Where rows go, the good and the bad. */
export interface RowSink {
  readonly rows: Row[]
  readonly rejections: RowRejection[]
  /** Rows that are none unless another row follows them: sums, sources, dates of the export. */
  readonly footer: Footer[]
}

export interface Footer {
  readonly rejection: RowRejection
  readonly text: string
}

export const createSink = (): RowSink => ({ rows: [], rejections: [], footer: [] })

/** What begins with a word may be a footer; what follows tells. */
export function reject(cells: readonly string[], rejection: RowRejection, into: RowSink): void {
  const [begins = ''] = cells.filter(cell => cell.trim() !== '')
  const sign = !cells.some(cell => /[\p{L}\d]/u.test(cell))
  if (sign || /^\D*\p{L}|^©/u.test(begins.trim()))
    into.footer.push({ rejection, text: cells.join(' ').trim().slice(0, 80) })
  else into.rejections.push(rejection)
}

/** A delimiter too many at the end of a row is no harm. */
export const isPadded = (cells: readonly string[], width: number): boolean =>
  cells.length > width && cells.slice(width).every(cell => cell.trim() === '')

export const short = (cell: string): string => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell)
