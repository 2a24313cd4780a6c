import type { DetectedFormat } from '../detect-time.ts'
import { detectTimeFormat } from '../detect-time.ts'
import { parseNumber } from '../numbers/cell.ts'
import { isMissing } from '../numbers/words.ts'
import { compileWritten } from '../time-format.ts'

/** What a column of a table holds, before anything is known of its names. */
export interface Kind {
  readonly time: DetectedFormat | null
  readonly numeric: boolean
  /** Whether a cell is of the kind; true of anything where the column is of none. */
  readonly accepts: (cell: string) => boolean
}

/** Rows whose cells settle what a column holds. */
const looked = 200

/** The kind of each column, by rows that are surely none of a header. */
export function kindsOf(rows: readonly (readonly string[])[], width: number): Kind[] {
  const some = spread(rows)
  return Array.from({ length: width }, (_, column) => {
    const cells = some.map(row => row[column] ?? '')
    const time = detectTimeFormat(cells)
    const numeric = numericShare(cells) >= 0.6
    const read = time !== null && !time.weak && time.share > 0.6 ? compileWritten(time.format) : null
    const accepts = (cell: string) => (read !== null ? read(cell) !== null : numeric ? isNumber(cell) : true)
    return { time: read === null ? null : time, numeric, accepts }
  })
}

/** As many as are looked at, from all over. */
const spread = <T>(rows: readonly T[]): readonly T[] =>
  rows.length <= looked ? rows : Array.from({ length: looked }, (_, i) => rows[Math.floor((i * rows.length) / looked)]!)

const isNumber = (cell: string): boolean =>
  !Number.isNaN(parseNumber(cell, false)) || !Number.isNaN(parseNumber(cell, true))

/** Share of the cells that are numbers under either decimal sign, missing ones left out; 0 where all are missing. */
function numericShare(cells: readonly string[]): number {
  const present = cells.filter(cell => !isMissing(cell))
  return present.length === 0 ? 0 : present.filter(isNumber).length / present.length
}

/** Whether a row is one of data: where a column holds times its cell there is one, else most numbers are numbers. */
export function isData(row: readonly string[], kinds: readonly Kind[]): boolean {
  let typed = 0
  let matched = 0
  let timed: boolean | null = null
  for (let column = 0; column < kinds.length; column++) {
    const { time, numeric, accepts } = kinds[column]!
    if (time === null && !numeric) continue
    const cell = row[column] ?? ''
    const fits = accepts(cell) && !isMissing(cell)
    if (time !== null) timed = fits || timed === true
    if (isMissing(cell)) continue
    typed++
    if (fits) matched++
  }
  return timed ?? (typed > 0 && matched * 2 > typed)
}
