import { detectTimeFormat, isTimeOfDay } from './detect-time.ts'
import { isMissing, parseNumber } from './number-format.ts'

/** The cells of a column among the first rows. */
export type ColumnSample = readonly string[]

const timeName =
  /^(?:.*[_\s])?(?:date|time|timestamp|datetime|ts|ds|datum|zeit|zeitstempel|fecha|hora|data|heure|epoch|instant)(?:[_\s(].*)?$|^t$|(?:date|time|stamp)/i
const keyName =
  /^(?:unique_?id|series|sensor|device|station|key|tag|metric|variable|parameter|item|product|symbol|ticker|meter|site|store|machine|asset|location|name|id)(?:[_\s-]?(?:id|name|key|code|no))?$/i

export interface DetectedTime {
  readonly columns: readonly number[]
  readonly format: string
  readonly ambiguous: boolean
}

/** The column that most looks like the points' times, or a date and a time side by side; null where none does. */
export function detectTimeColumn(names: readonly string[], samples: readonly ColumnSample[]): DetectedTime | null {
  let best: (DetectedTime & { score: number }) | null = null
  samples.forEach((cells, column) => {
    const found = detectTimeFormat(cells)
    if (found === null || found.share < 0.6) return
    const numeric = found.format.startsWith('epoch')
    const named = timeName.test(names[column]!)
    if (numeric && !named && !(column === 0 && ascends(cells))) return
    const score = found.share + (named ? 1 : 0) + (numeric ? 0 : 1) - column * 0.01
    if (score > (best?.score ?? 0)) best = { columns: [column], ...found, score }
  })
  return best === null ? null : withTimeOfDay(best, samples)
}

function withTimeOfDay(found: DetectedTime, samples: readonly ColumnSample[]): DetectedTime {
  if (/HH|hh|epoch|ISO/.test(found.format)) return found
  const [date] = found.columns
  const other = samples.findIndex((cells, column) => column !== date && isTimeOfDay(cells))
  if (other === -1) return found
  const joined = detectTimeFormat(samples[date!]!.map((cell, row) => `${cell} ${samples[other]![row] ?? ''}`))
  return joined === null ? found : { ...joined, columns: [date!, other] }
}

function ascends(cells: ColumnSample): boolean {
  const numbers = cells.map(Number)
  return numbers.length > 1 && numbers.every((value, i) => i === 0 || value >= numbers[i - 1]!)
}

/** Share of a column's cells that are numbers, missing ones left out; 0 where all are missing. */
export function numericShare(cells: ColumnSample, decimalComma: boolean): number {
  const present = cells.filter(cell => !isMissing(cell))
  if (present.length === 0) return 0
  return present.filter(cell => !Number.isNaN(parseNumber(cell, decimalComma))).length / present.length
}

/** Columns of numbers, without the row numbers some programs write in front. */
export function detectValueColumns(
  names: readonly string[],
  samples: readonly ColumnSample[],
  taken: ReadonlySet<number>,
  decimalComma: boolean,
): number[] {
  const free = names.map((_, column) => column).filter(column => !taken.has(column))
  const numeric = free.filter(column => numericShare(samples[column]!, decimalComma) >= 0.8)
  const values = numeric.filter(column => !(isIndexName(names[column]!) && counts(samples[column]!)))
  if (values.length > 0) return values
  return numeric.length > 0 ? numeric : free.filter(column => numericShare(samples[column]!, decimalComma) >= 0.5)
}

const isIndexName = (name: string): boolean => /^(?:|index|row|no|nr|#|unnamed: 0|column_1)$/i.test(name)
const counts = (cells: ColumnSample): boolean =>
  cells.length > 1 && cells.every((cell, i) => i === 0 || Number(cell) === Number(cells[i - 1]) + 1)

/**
 * The column that tells series apart: instants repeat, but not within one of its values; or, where the rows come series
 * by series, one with the name of a key. null where the file is one series.
 */
export function detectKeyColumn(
  names: readonly string[],
  samples: readonly ColumnSample[],
  times: ColumnSample,
  taken: ReadonlySet<number>,
  decimalComma: boolean,
): number | null {
  const repeated = 1 - new Set(times).size / Math.max(1, times.length)
  const candidates = names
    .map((name, column) => ({ column, cells: samples[column]!, named: keyName.test(name.trim()) }))
    .filter(({ column, cells }) => !taken.has(column) && cells.some(cell => !isMissing(cell)))
    .map(candidate => ({ ...candidate, text: numericShare(candidate.cells, decimalComma) < 0.2 }))
  const unlike = ({ cells }: { cells: ColumnSample }) =>
    new Set(cells.map((cell, row) => `${cell}\n${times[row]}`)).size >= 0.98 * times.length
  const groups = ({ cells }: { cells: ColumnSample }) => new Set(cells).size <= Math.max(2, times.length / 2)
  const parting =
    repeated > 0.2 ? candidates.filter(c => (c.text || c.named) && unlike(c) && new Set(c.cells).size > 1) : []
  const certain = parting.find(c => c.named) ?? parting[0]
  return (certain ?? candidates.find(c => c.named && c.text && groups(c)))?.column ?? null
}
