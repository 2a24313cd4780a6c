import type { Step } from '@seriema/domain/step'
import type { Guess, LeftOut, Note, SuspiciousValue } from './findings.ts'
import type { ImportPlan, Layout, LayoutChannel } from './plan.ts'
import { openFile } from './read.ts'
import type { Row, RowRejection } from './rows.ts'
import { stepOfRows } from './step-of-rows.ts'

/** A small file read as an import would, to be compared with what it ought to be. */
export interface CaseReading {
  readonly layout: Layout
  /** Rows with at least one value. */
  readonly points: number
  /** Instants of the first and the last point in the order of the file, ISO 8601; null where there is none. */
  readonly first: string | null
  readonly last: string | null
  readonly channels: readonly (LayoutChannel & {
    readonly first: number | null
    readonly last: number | null
    readonly missing: number
  })[]
  /** Points of each series, by what the key columns say; one named '' without a key. */
  readonly series: Readonly<Record<string, number>>
  /** Of the longest series. */
  readonly step: Step | null
  readonly rows: readonly Row[]
  readonly rejections: readonly RowRejection[]
  readonly leftOut: readonly LeftOut[]
  readonly guesses: readonly Guess[]
  readonly suspicious: readonly SuspiciousValue[]
  readonly notes: readonly Note[]
}

/** Reads the whole of a small file. Throws what `openFile` and its chunks throw. */
export async function readCase(bytes: Uint8Array, plan: ImportPlan = {}): Promise<CaseReading> {
  const { layout, detection, chunks, notes } = await openFile(once(bytes), plan)
  const all: Row[] = []
  const rejections: RowRejection[] = []
  for await (const chunk of chunks) {
    all.push(...chunk.rows)
    rejections.push(...chunk.rejections)
  }
  const rows = all.filter(row => row.values.some(value => value !== null))
  const series: Record<string, number> = {}
  for (const { key } of rows) series[key] = (series[key] ?? 0) + 1
  const instant = (row: Row | undefined) => (row === undefined ? null : new Date(row.at).toISOString())
  const { leftOut, guesses, suspicious } = detection
  return {
    layout,
    points: rows.length,
    first: instant(rows[0]),
    last: instant(rows.at(-1)),
    channels: layout.channels.map((channel, i) => {
      const values = rows.map(row => row.values[i]!)
      const missing = values.filter(value => value === null).length
      return { ...channel, first: values[0] ?? null, last: values.at(-1) ?? null, missing }
    }),
    series,
    step: stepOfRows(rows, layout.timeZone),
    rows,
    rejections,
    leftOut,
    guesses,
    suspicious,
    notes: notes(),
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes
}
