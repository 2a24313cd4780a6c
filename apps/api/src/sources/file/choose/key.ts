import type { ColumnSample } from '../detect-time.ts'
import type { KeyCandidate } from '../findings.ts'
import { isMissing } from '../numbers/words.ts'
import { keyName, rowNumberName } from '../table/names.ts'

export interface ChosenKey {
  readonly columns: readonly number[]
  /** Whether nothing but the rows themselves speaks for it. */
  readonly guessed: boolean
  readonly candidates: readonly KeyCandidate[]
}

interface Candidate {
  readonly column: number
  readonly name: string
  readonly cells: ColumnSample
  readonly named: boolean
  readonly text: boolean
  readonly values: number
}

const mostColumns = 200
const mostJoined = 3
const rowsLooked = 5_000

/**
 * The columns that tell series apart: instants repeat, but not within one of their values; or, where the rows come series
 * by series or in turn, one of text with the name of a key. Values of a key come again, unless most rows are of one instant,
 * which each has once: what is another in each row only numbers them. None where the file is one series.
 */
export function chooseKey(
  names: readonly string[],
  allSamples: readonly ColumnSample[],
  allTimes: ColumnSample,
  taken: ReadonlySet<number>,
  numeric: (column: number) => boolean,
): ChosenKey {
  const times = ends(allTimes)
  const samples = allSamples.map(ends)
  const rows = times.length
  const most = Math.max(2, rows / 2)
  const crowd = mostTogether(times)
  const all = names
    .map((name, column) => ({ name: name.trim(), column, named: keyName.test(name.trim()) }))
    .filter(({ column }) => !taken.has(column))
    .sort((a, b) => Number(b.named) - Number(a.named))
    .slice(0, mostColumns)
    .map((each): Candidate => {
      const cells = samples[each.column]!
      const values = new Set(cells.filter(cell => !isMissing(cell))).size
      return { ...each, cells, values, text: !numeric(each.column) }
    })
    .filter(({ values, text, named, cells }) => {
      const repeats = values <= most || (crowd > most && values <= crowd * 1.02)
      return values > 0 && repeats && (text || named || isWhole(cells))
    })
  const offered = all.filter(each => (each.text || each.named) && each.values > 1)
  const candidates = offered.slice(0, 20).map(({ name, values }) => ({ name, values }))
  const found = (columns: readonly Candidate[], guessed: boolean): ChosenKey => ({
    columns: columns.map(each => each.column),
    guessed,
    candidates,
  })
  const repeated = 1 - new Set(times).size / Math.max(1, rows)
  if (repeated > 0.2) {
    const parting = (columns: readonly Candidate[]) =>
      new Set(times.map((time, row) => `${columns.map(each => each.cells[row]).join('\n')}\n${time}`)).size
    const single = offered
      .filter(each => parting([each]) >= 0.98 * rows)
      .sort((a, b) => Number(numbersRows(a)) - Number(numbersRows(b)))
    const best = single.find(each => each.named && each.text) ?? single.find(each => each.named) ?? single[0]
    if (best !== undefined) return found([best], !best.named)
    const several =
      joinColumns(
        offered.filter(each => each.text),
        parting,
        rows,
      ) ?? joinColumns(offered, parting, rows)
    if (several !== null) return found(several, !several.some(each => each.named))
    const whole = all.filter(each => each.values > 1 && !each.text && !each.named)
    const measured = (besides: Candidate) =>
      samples.some(
        (cells, column) =>
          column !== besides.column && !taken.has(column) && numeric(column) && !cells.every(isMissing),
      )
    const numbers = whole.find(each => parting([each]) >= 0.98 * rows && (each.values <= most || measured(each)))
    if (numbers !== undefined) return found([numbers], true)
  }
  const named = all.find(each => each.named && each.text)
  return named === undefined ? { columns: [], guessed: false, candidates } : found([named], false)
}

/** The first and the last of many: rows that come series by series are told apart by no more. */
const ends = (cells: ColumnSample): ColumnSample =>
  cells.length <= rowsLooked ? cells : [...cells.slice(0, rowsLooked / 2), ...cells.slice(-rowsLooked / 2)]

/** One number more in each row, under a name for that: the last to tell series apart. */
const numbersRows = ({ name, cells }: Candidate): boolean =>
  rowNumberName.test(name) && cells.every((cell, row) => row === 0 || Number(cell) === Number(cells[row - 1]) + 1)

/** Rows of the instant that most rows have: where these are most of the rows, an id has had no room to come again. */
function mostTogether(times: ColumnSample): number {
  const counts = new Map<string, number>()
  for (const time of times) counts.set(time, (counts.get(time) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

const isWhole = (cells: ColumnSample): boolean => cells.every(cell => isMissing(cell) || /^\s*\d+\s*$/.test(cell))

/** Adds the column that parts the rows most, up to three; null where that leaves instants that come twice. */
function joinColumns(
  candidates: readonly Candidate[],
  parting: (columns: readonly Candidate[]) => number,
  rows: number,
): Candidate[] | null {
  const pool = candidates.slice(0, 12)
  const chosen: Candidate[] = []
  let reached = 0
  while (chosen.length < mostJoined) {
    const scored = pool
      .filter(each => !chosen.includes(each))
      .map(each => ({ each, parts: parting([...chosen, each]) }))
      .sort((a, b) => b.parts - a.parts)
    if (scored[0] === undefined || scored[0].parts <= reached) return null
    reached = scored[0].parts
    chosen.push(scored[0].each)
    if (reached >= 0.98 * rows) return chosen.toSorted((a, b) => a.column - b.column)
  }
  return null
}
