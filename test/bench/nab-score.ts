/** One file of the benchmark: its values and where its anomalies are, as row ranges [left, right], ascending. */
export interface NabFile {
  readonly name: string
  readonly values: Float64Array
  /** Milliseconds. */
  readonly times: Float64Array
  readonly windows: readonly (readonly [left: number, right: number])[]
}

/** What finding, missing and crying wolf are worth. */
export interface NabProfile {
  readonly name: 'standard' | 'low-FP' | 'low-FN'
  readonly fn: number
  readonly fp: number
}

export const profiles: readonly NabProfile[] = [
  { name: 'standard', fn: 1, fp: 0.11 },
  { name: 'low-FP', fn: 1, fp: 0.22 },
  { name: 'low-FN', fn: 2, fp: 0.11 },
]

/** Rows at the beginning that are not scored: a detector may learn there. */
export const probation = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750)

const sigmoid = (r: number) => (r > 3 ? -1 : 2 / (1 + Math.exp(5 * r)) - 1)
/** The most a window can be worth. */
const best = 0.98661

interface Row {
  readonly score: number
  /** The window it lies in, over all files; -1 outside. */
  readonly window: number
  /** What it is worth: of a hit inside a window, of a false alarm outside. */
  readonly worth: number
}

/**
 * The score of NAB v1.1: rows at or above one threshold for all files are alarms; the first of a window earns more the
 * earlier it is, each outside one costs more the farther it is behind a window. 100 is every window found at its first
 * row without a false alarm, 0 is silence. The threshold is the one that earns most.
 *
 * @param outputs per file one score per row
 */
export function nabScore(files: readonly NabFile[], outputs: readonly Float64Array[], profile: NabProfile) {
  const rows = files.flatMap((file, f) => scoredRows(file, outputs[f]!, windowsBefore(files, f)))
  rows.sort((a, b) => b.score - a.score)
  const tally = newTally(windowsBefore(files, files.length), profile)
  let highest = { total: tally.total, threshold: Number.POSITIVE_INFINITY }
  rows.forEach((row, i) => {
    count(tally, row, profile)
    if (tally.total > highest.total && rows[i + 1]?.score !== row.score)
      highest = { total: tally.total, threshold: row.score }
  })
  return { score: inPercent(highest.total, tally, profile), threshold: highest.threshold }
}

/** The score of NAB v1.1 with the rows above a threshold that was settled beforehand as alarms. */
export function nabScoreAt(
  files: readonly NabFile[],
  outputs: readonly Float64Array[],
  profile: NabProfile,
  threshold: number,
): number {
  const tally = newTally(windowsBefore(files, files.length), profile)
  files.forEach((file, f) => {
    for (const row of scoredRows(file, outputs[f]!, windowsBefore(files, f)))
      if (row.score > threshold) count(tally, row, profile)
  })
  return inPercent(tally.total, tally, profile)
}

interface Tally {
  total: number
  /** Per window what its best alarm is worth. */
  readonly hits: Float64Array
}

const newTally = (windows: number, { fn }: NabProfile): Tally => ({
  total: -windows * fn,
  hits: new Float64Array(windows).fill(-fn),
})

function count(tally: Tally, row: Row, { fp }: NabProfile): void {
  if (row.window < 0) tally.total += row.worth * fp
  else if (row.worth > tally.hits[row.window]!) {
    tally.total += row.worth - tally.hits[row.window]!
    tally.hits[row.window] = row.worth
  }
}

const inPercent = (total: number, { hits }: Tally, { fn }: NabProfile) =>
  (100 * (total + hits.length * fn)) / (hits.length * (1 + fn))

const windowsBefore = (files: readonly NabFile[], end: number) =>
  files.slice(0, end).reduce((sum, file) => sum + file.windows.length, 0)

function scoredRows(file: NabFile, output: Float64Array, firstWindow: number): Row[] {
  const rows: Row[] = []
  let next = 0
  for (let i = 0; i < file.values.length; i++) {
    while (next < file.windows.length && i > file.windows[next]![1]) next++
    if (i < probation(file.values.length)) continue
    const [left, right] = file.windows[next] ?? [Number.POSITIVE_INFINITY, 0]
    if (i >= left) {
      const r = -(right - i + 1) / (right - left + 1)
      rows.push({ score: output[i]!, window: firstWindow + next, worth: sigmoid(r) / best })
    } else {
      const previous = file.windows[next - 1]
      const r = previous ? (i - previous[1]) / (previous[1] - previous[0]) : Number.POSITIVE_INFINITY
      rows.push({ score: output[i]!, window: -1, worth: sigmoid(r) })
    }
  }
  return rows
}

/**
 * Average precision over windows, which no threshold is chosen for: alarms are taken from the highest score down; an
 * alarm inside a window finds it (once), one outside is false; the mean over all windows of the precision (windows found
 * over windows found and false alarms) at the alarm that finds each. 0 for a window never found.
 */
export function averagePrecision(files: readonly NabFile[], outputs: readonly Float64Array[]): number {
  const rows = files.flatMap((file, f) => scoredRows(file, outputs[f]!, windowsBefore(files, f)))
  // Among equal scores the false alarms come first: a tie is not to be won by luck.
  const alarms = rows.filter(row => row.score > 0).sort((a, b) => b.score - a.score || a.window - b.window)
  const found = new Set<number>()
  let wrong = 0
  let sum = 0
  for (const alarm of alarms) {
    if (alarm.window < 0) wrong++
    else if (!found.has(alarm.window)) {
      found.add(alarm.window)
      sum += found.size / (found.size + wrong)
    }
  }
  return sum / windowsBefore(files, files.length)
}
