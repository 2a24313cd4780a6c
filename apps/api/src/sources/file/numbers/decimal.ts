import { dissectNumber, numberOf } from './cell.ts'
import { isMissing } from './words.ts'

/** What one cell says about a file's decimal sign. `either` reads alike, `both` reads as two numbers, `none` is no number. */
export type Evidence = 'point' | 'comma' | 'either' | 'both' | 'none'

export function evidenceOf(cell: string): Evidence {
  const parts = dissectNumber(cell)
  if (parts === null) return 'none'
  if (!/[.,]/.test(parts.digits)) return 'either'
  const point = numberOf(parts, false)
  const comma = numberOf(parts, true)
  if (Number.isNaN(point)) return Number.isNaN(comma) ? 'none' : 'comma'
  if (Number.isNaN(comma)) return 'point'
  return point === comma ? 'either' : 'both'
}

export interface DecimalSign {
  readonly comma: boolean
  /** Whether a cell proves it; otherwise another reading is possible as soon as `example` is there. */
  readonly proven: boolean
  /** A cell that reads as two numbers where nothing proves which is meant. */
  readonly example: string | null
  /** How many cells prove the opposite, and the first of them. */
  readonly against: { readonly count: number; readonly cell: string } | null
  /** Columns that all prove the opposite, with whether theirs is a comma: written by somebody else. */
  readonly own: ReadonlyMap<number, boolean>
}

interface Count {
  point: number
  comma: number
  both: number
  example: string
  firstPoint: string
  firstComma: string
}

/**
 * Decides the decimal sign by all columns together. Where no cell proves it, what is likelier is taken: `european` says
 * that the file's dates or delimiter are such that a comma is.
 */
export function decideDecimal(
  columns: Iterable<readonly [column: number, cells: readonly string[]]>,
  delimiter: string,
  european: boolean,
): DecimalSign {
  const proofs: (Count & { readonly column: number })[] = []
  const all: Count = { point: 0, comma: 0, both: 0, example: '', firstPoint: '', firstComma: '' }
  let groups = 0
  for (const [column, cells] of columns) {
    const seen: Count = { point: 0, comma: 0, both: 0, example: '', firstPoint: '', firstComma: '' }
    let small = 0
    let large = 0
    let none = 0
    for (const cell of cells) {
      if (!/[.,]/.test(cell)) {
        if (/^\s*-?[1-9]\d{0,2}\s*$/.test(cell)) small++
        else if (/^\s*-?\d{4,}\s*$/.test(cell)) large++
        continue
      }
      const evidence = evidenceOf(cell)
      if (evidence === 'point' && seen.point++ === 0) seen.firstPoint = cell
      else if (evidence === 'comma' && seen.comma++ === 0) seen.firstComma = cell
      else if (evidence === 'both' && seen.both++ === 0) seen.example = cell
      else if (evidence === 'none' && !isMissing(cell)) none++
    }
    // Text with dots and commas in it says nothing of numbers.
    if (none > seen.point + seen.comma + seen.both) continue
    proofs.push({ ...seen, column })
    all.point += seen.point
    all.comma += seen.comma
    all.both += seen.both
    all.example ||= seen.example
    // Beside 950 and without 1200, 1.200 is a thousand.
    if (seen.both > 0 && small > 0 && large === 0) groups += seen.example.includes('.') ? 1 : -1
    if (seen.both > 0 && large > 0) groups += seen.example.includes('.') ? -1 : 1
  }
  if (all.point + all.comma > 0) {
    const comma = all.comma === all.point ? european || delimiter === ';' : all.comma > all.point
    const others = proofs.filter(each =>
      comma ? each.comma === 0 && each.point > 0 : each.point === 0 && each.comma > 0,
    )
    // One cell among many that read both ways may be a slip.
    const own = others.filter(each => each.both === 0 || each.point + each.comma > 1)
    const set = new Set(own)
    const rest = proofs.filter(each => !set.has(each))
    const count = rest.reduce((sum, each) => sum + (comma ? each.point : each.comma), 0)
    const cell = rest.map(each => (comma ? each.firstPoint : each.firstComma)).find(text => text !== '') ?? ''
    return {
      comma,
      proven: true,
      example: null,
      against: count === 0 ? null : { count, cell },
      own: new Map(own.map(({ column }) => [column, !comma])),
    }
  }
  const example = all.both === 0 ? null : all.example
  return { comma: guess(example, groups, delimiter, european), proven: false, example, against: null, own: new Map() }
}

function guess(example: string | null, groups: number, delimiter: string, european: boolean): boolean {
  if (example === null) return false
  if (groups !== 0) return groups > 0
  return delimiter === ';' ? example.includes(',') || european : european && example.includes(',') && delimiter !== ','
}
