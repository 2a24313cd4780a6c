import type { ChosenTime } from '../../detect-time.ts'
import type { LayoutSpread } from '../../plan.ts'

/** Columns that are instants of their own, such as the hours of a day. */
export interface Spread extends LayoutSpread {
  readonly columns: readonly number[]
  /** Whether hours are counted from 1. */
  readonly counted: boolean
  /** How the time of the row is read, where the columns prove another reading than the rows alone; null where not. */
  readonly rowFormat: string | null
}

export interface Place {
  readonly column: number
  readonly suffix: string
}

const numberName = /^(\p{L}*(?:[ _.-]\p{L}+)*)[ _.-]?0*(\d{1,3})$/u

export interface Run {
  readonly word: string
  readonly first: number
  readonly places: readonly Place[]
}

/** The most columns in a row that are named by one word and numbers one after the other, from 0 or 1 on; null for none. */
export function countedColumns(names: readonly string[], free: readonly number[]): Run | null {
  const runs = new Map<string, Run & { places: Place[] }>()
  for (const column of free) {
    const [, word, digits] = numberName.exec(names[column]!.trim()) ?? []
    if (word === undefined) continue
    const number = Number(digits)
    const run = runs.get(word)
    if (run === undefined && number <= 1)
      runs.set(word, { word, first: number, places: [{ column, suffix: String(number) }] })
    else if (run !== undefined && number === run.first + run.places.length)
      run.places.push({ column, suffix: String(number) })
  }
  return [...runs.values()].reduce<Run | null>(
    (best, run) => (best === null || run.places.length > best.places.length ? run : best),
    null,
  )
}

export const joined = (
  places: readonly Place[],
  time: Pick<ChosenTime, 'format' | 'alternative'>,
  pattern: string,
): Spread => ({
  columns: places.map(place => place.column),
  suffixes: places.map(place => place.suffix),
  format: `${time.format} ${pattern}`,
  alternative: time.alternative === null ? null : `${time.alternative} ${pattern}`,
  counted: false,
  rowFormat: null,
})
