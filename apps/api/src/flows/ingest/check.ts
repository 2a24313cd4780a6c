import { Fault } from '@seriema/domain/fault'
import type { CheckedBatch, RawColumns } from '@seriema/domain/point'
import { checkBatch } from '@seriema/domain/point'
import type { Settled } from '@seriema/domain/settle'
import { mayBeStored, settle } from '@seriema/domain/settle'
import type { Db } from '../../store/database.ts'
import { readStored } from '../../store/point.ts'
import type { Series } from '../../store/series.ts'
import { seriesNotFound } from '../../store/series.ts'

/** A batch that was checked for itself, and the series it is for. */
export interface Checked {
  readonly series: Series
  readonly checked: CheckedBatch
  readonly replace: boolean
}

/** Why the batch cannot be stored where it cannot. `now` in epoch milliseconds. */
export function check(
  series: Series | undefined,
  { key, raw }: { readonly key: string; readonly raw: RawColumns },
  replace: boolean,
  now: number,
): Checked | Fault {
  if (series === undefined) return seriesNotFound(key)
  try {
    return { series, checked: checkBatch(raw, series.channels, now), replace }
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}

/** Compared with what is stored. */
export async function compare(db: Db, { series, checked, replace }: Checked): Promise<Settled<Series>> {
  const { points } = checked
  const stored = mayBeStored(series, points) ? await readStored(db, series, points.times) : null
  return settle(series, checked, stored, replace)
}
