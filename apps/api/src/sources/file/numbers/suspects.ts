import type { SuspiciousValue } from '../findings.ts'
import type { Layout } from '../plan.ts'
import { parseNumber } from './cell.ts'

/** A value that looks like a mark for missing, though it is a number and stays one. */
export interface Suspect {
  readonly value: number
  readonly count: number
}

const nines = /^-?9{2,}(?:\.9+)?$/
const marks = new Set([-32768, 32767, -2147483648, 2147483647, 65535, -1e30, 1e30, 1e20, -1e20])

/** The extreme values of a column that stand far from all others and are written as marks are, or come again and again. */
export function findSuspects(values: readonly number[]): Suspect[] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const sorted = [...counts.keys()].sort((a, b) => a - b)
  if (sorted.length < 4) return []
  const found: Suspect[] = []
  let [low, high] = [0, sorted.length - 1]
  for (let looked = 0; looked < 4; looked++) {
    const spread = sorted[high - 1]! - sorted[low + 1]!
    const ends = [
      { value: sorted[low]!, gap: sorted[low + 1]! - sorted[low]! },
      { value: sorted[high]!, gap: sorted[high]! - sorted[high - 1]! },
    ]
    const end = ends.findIndex(({ value, gap }) => {
      const count = counts.get(value)!
      if (nines.test(String(value)) || marks.has(value)) return gap > spread
      return count >= 3 && count * 100 >= values.length && gap > 3 * spread
    })
    if (end === -1 || high - low < 3) return found
    const { value } = ends[end]!
    found.push({ value, count: counts.get(value)! })
    if (end === 0) low++
    else high--
  }
  return found
}

const columnsLooked = 64

/** Of each value column of the rows looked at. */
export function suspectsOf(layout: Layout, samples: readonly (readonly string[])[]): SuspiciousValue[] {
  return layout.valueColumns.slice(0, columnsLooked).flatMap((position, i) => {
    const comma = layout.ownSigns[i] ?? layout.decimalComma
    const unit = layout.cellUnits[i] ?? null
    const values = samples[position]!.filter(cell => !layout.missing.includes(cell.trim())).map(cell =>
      parseNumber(cell, comma, unit),
    )
    const column = layout.columns[position]!
    return findSuspects(values.filter(value => !Number.isNaN(value))).map(found => ({ column, ...found }))
  })
}
