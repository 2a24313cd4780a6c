import type { Step } from '@seriema/domain/step'
import { inferStep } from '@seriema/ml/series/step'
import type { Row } from './rows.ts'

/** The step of the series that most of the rows belong to, in the zone they are read in; null where too few tell. */
export function stepOfRows(rows: readonly Row[], timeZone: string): Step | null {
  const instants = new Map<string, Set<number>>()
  for (const { key, at } of rows) {
    const known = instants.get(key)
    if (known === undefined) instants.set(key, new Set([at]))
    else known.add(at)
  }
  const longest = [...instants.values()].reduce((a, b) => (b.size > a.size ? b : a), new Set<number>())
  return inferStep(Float64Array.from(longest).sort(), timeZone)
}
