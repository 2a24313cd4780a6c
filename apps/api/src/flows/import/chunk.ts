import { Fault } from '@seriema/domain/fault'
import type { RowChunk } from '../../sources/file/read.ts'
import type { Row } from '../../sources/file/rows.ts'
import type { ImportProgress, ImportRejection } from '../../store/import.ts'
import type { IngestApp } from '../ingest.ts'
import { throughOutage } from '../through-outage.ts'
import type { Target, Targets } from './target.ts'

/** What an import has come to so far. */
export type Tally = { -readonly [K in keyof ImportProgress]: ImportProgress[K] } & { rejections: ImportRejection[] }

export const createTally = (): Tally => ({
  ...{ bytesRead: 0, rowsRead: 0, stored: 0, duplicates: 0, conflicts: 0, rejected: 0, anomalies: 0 },
  ...{ rejections: [], seriesKeys: [] },
})

const rejectionsKept = 1_000

/** Points of one series out of a chunk: each with the line it comes from, no instant twice. */
interface Gathered {
  readonly target: Target
  readonly lines: number[]
  readonly times: number[]
  readonly values: (number | null)[][]
  readonly places: Map<number, number>
}

/** Stores a part of a file, in one transaction, and counts what became of each row. Throws what ends an import. */
export async function storeChunk(
  app: IngestApp,
  chunk: RowChunk,
  targets: Targets,
  replace: boolean,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  tally.rowsRead += chunk.rows.length + chunk.rejections.length
  const rejections: ImportRejection[] = [...chunk.rejections]
  const series = [...new Set(chunk.rows.map(row => row.key))]
  const found = await throughOutage(() => targets.find(series), signal)
  const targetOf = new Map(series.map((key, i) => [key, found[i]!]))
  tally.seriesKeys = targets.seriesKeys
  const gathered = new Map<string, Gathered>()
  for (const row of chunk.rows) {
    const target = targetOf.get(row.key)!
    if (target instanceof Fault) rejections.push({ line: row.line, code: target.code, message: target.message })
    else gather(gathered, target, row, replace, tally, rejections)
  }
  const batches = [...gathered.values()]
  const incoming = batches.map(({ target, times, values }) => ({ key: target.key, raw: { times, values } }))
  const outcomes = await throughOutage(() => app.ingest(incoming, { replace }), signal)
  outcomes.forEach((outcome, i) => {
    if (outcome.fault !== null) throw outcome.fault
    tally.stored += outcome.stored
    tally.duplicates += outcome.duplicates
    tally.conflicts += outcome.conflicts
    tally.anomalies += outcome.anomalies.length
    for (const { index, code, message } of outcome.rejections)
      rejections.push({ line: batches[i]!.lines[index]!, code, message })
  })
  tally.rejected += rejections.length
  if (tally.rejections.length < rejectionsKept) {
    rejections.sort((a, b) => a.line - b.line)
    tally.rejections.push(...rejections.slice(0, rejectionsKept - tally.rejections.length))
  }
}

/** The same instant twice is a duplicate or a conflict, as it would be had the first been stored already. */
function gather(
  all: Map<string, Gathered>,
  target: Target,
  row: Row,
  replace: boolean,
  tally: Tally,
  rejections: ImportRejection[],
): void {
  let group = all.get(target.key)
  if (group === undefined) {
    group = { target, lines: [], times: [], values: target.columns.map(() => []), places: new Map() }
    all.set(target.key, group)
  }
  const { lines, times, values, places } = group
  const point = target.columns.map(column => (column === -1 ? null : row.values[column]!))
  const place = places.get(row.at)
  if (place === undefined) {
    places.set(row.at, times.length)
    lines.push(row.line)
    times.push(row.at)
    point.forEach((value, channel) => {
      values[channel]!.push(value)
    })
    return
  }
  if (point.every((value, channel) => value === values[channel]![place])) {
    tally.duplicates++
    return
  }
  tally.conflicts++
  if (replace) {
    point.forEach((value, channel) => {
      values[channel]![place] = value
    })
    return
  }
  const before = values.map(column => column[place])
  const message = `${show(point)} here, ${show(before)} for the same instant on line ${lines[place]}, which stands`
  rejections.push({ line: row.line, code: 'VALUE_CONFLICT', message })
}

const show = (point: readonly (number | null | undefined)[]): string =>
  point.map(value => (value == null ? 'missing' : String(value))).join(', ')
