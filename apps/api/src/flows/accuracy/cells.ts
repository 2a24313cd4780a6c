import { type AccuracySums, add, merge, noPairs } from '@seriema/domain/accuracy'
import { leadOf } from '@seriema/domain/accuracy/lead'
import type { Cell, CellKey } from '../../store/accuracy/cells.ts'
import type { Compared } from '../../store/accuracy/compared.ts'
import { nameOfSaid, type Saying } from '../../store/accuracy/sayings.ts'

const day = 86_400_000

/** Points that are to be counted, and such as were counted and are no more. */
export interface Change {
  readonly counted: readonly Compared[]
  readonly uncounted: readonly Compared[]
}

/**
 * What is to be added to the sums of a series, each cell once. What a forecast said that is gone cannot be taken away any
 * more: it stays as it was counted.
 */
export function cellsOf(
  { counted, uncounted }: Change,
  sayings: ReadonlyMap<string, Saying>,
  centres: readonly number[],
): readonly Cell[] {
  const cells = new Map<string, CellKey & { sums: AccuracySums }>()
  const take = (compared: Compared, times: 1 | -1) => {
    for (const pair of compared.pairs) {
      const saying = sayings.get(nameOfSaid(pair))
      if (saying === undefined) continue
      const { forecaster, versionId } = saying
      for (const [channel, expectation] of saying.channels.entries()) {
        const [value, before] = [compared.actual[channel], pair.before[channel]]
        if (value === undefined || Number.isNaN(value)) continue
        const actual = { value, before: before ?? Number.NaN }
        const sums = add(noPairs, expectation, actual, centres[channel]!)
        if (sums.count === 0) continue
        const lead = leadOf(pair.steps)
        const begins = Math.floor(compared.at / day) * day
        const name = `${begins} ${channel} ${lead} ${versionId} ${forecaster}`
        const cell = cells.get(name)
        if (cell !== undefined) cell.sums = merge(cell.sums, sums, times)
        else {
          const key = { seriesId: compared.seriesId, day: begins, channel, lead, forecaster, versionId }
          cells.set(name, { ...key, sums: merge(noPairs, sums, times) })
        }
      }
    }
  }
  for (const one of uncounted) take(one, -1)
  for (const one of counted) take(one, 1)
  return [...cells.values()]
}

/** A value near those of each channel: the first that came. */
export const centresWith = (
  centres: readonly number[],
  all: readonly Compared[],
  channels: number,
): readonly number[] =>
  Array.from({ length: channels }, (_, c) => {
    const known = centres[c] ?? Number.NaN
    if (!Number.isNaN(known)) return known
    return all.map(one => one.actual[c]!).find(value => !Number.isNaN(value)) ?? Number.NaN
  })
