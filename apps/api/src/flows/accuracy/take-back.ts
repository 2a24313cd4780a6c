import { addCells } from '../../store/accuracy/cells.ts'
import { comparedArrivals, forgetCompared } from '../../store/accuracy/compared.ts'
import { holdAccuracy } from '../../store/accuracy/keep.ts'
import { readSayings } from '../../store/accuracy/sayings.ts'
import type { Db } from '../../store/database.ts'
import type { ArrivalRange } from '../../store/point.ts'
import { cellsOf } from './cells.ts'

/**
 * What points that are about to go were compared with counts no more, as far as what was forecast of them is kept. For
 * whoever has the series' lock.
 */
export async function takeBackCompared(tx: Db, seriesId: number, ranges: readonly ArrivalRange[]): Promise<void> {
  const centres = await holdAccuracy(tx, seriesId)
  if (centres === null) return
  for (const range of ranges) {
    const uncounted = await comparedArrivals(tx, range)
    if (uncounted.length === 0) continue
    const sayings = await readSayings(
      tx,
      uncounted.flatMap(one => one.pairs),
    )
    await addCells(tx, cellsOf({ counted: [], uncounted }, sayings, centres))
    await forgetCompared(tx, uncounted)
  }
}
