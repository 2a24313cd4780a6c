import type { Settled } from '@seriema/domain/settle'
import type { StoredAnomaly } from '../../store/anomaly.ts'
import { forgetAnomalies, insertAnomalies } from '../../store/anomaly.ts'
import type { Db } from '../../store/database.ts'
import { forgetTruth } from '../../store/generator/made.ts'
import { insertPoints, replacePoints, updateFigures } from '../../store/point/write.ts'
import type { Series } from '../../store/series.ts'
import { type Change, freshRows, judgedAnew, replacedRows } from './change.ts'

/** Points whose writing out takes tens of milliseconds. */
const many = 20_000

export const insertFresh = (tx: Db, settled: readonly Settled<Series>[]): Promise<void> =>
  insertPoints(tx, settled.map(freshRows))

/**
 * Writes everything at once, but for what is being inserted already: PostgreSQL works through it while the next batch is
 * read here. Where there is much of it the points go first, and whatever else waits has its turn before the rest.
 */
export async function write(
  tx: Db,
  changes: readonly Change[],
  early: Promise<void> | null,
  now: number,
): Promise<Map<number, StoredAnomaly[]>> {
  if (changes.length === 0) return new Map()
  const findings = changes.flatMap(({ after, detection }) =>
    detection.findings.map(finding => ({ ...finding, seriesId: after.id })),
  )
  const replaced = changes.map(({ after, settled }) => ({ seriesId: after.id, times: settled.replaced.times }))
  const count = changes.reduce((sum, { settled }) => sum + settled.fresh.times.length, 0)
  const inserted =
    early ??
    insertFresh(
      tx,
      changes.map(({ settled }) => settled),
    )
  if (count > many) await inserted
  const [, , , , , anomalies] = await Promise.all([
    inserted,
    replacePoints(tx, changes.map(replacedRows)),
    forgetAnomalies(tx, [...replaced, ...changes.flatMap(judgedAnew)]),
    forgetTruth(tx, replaced),
    updateFigures(
      tx,
      changes.map(change => change.after),
    ),
    insertAnomalies(tx, findings, now),
  ])
  return Map.groupBy(anomalies, anomaly => anomaly.seriesId)
}
