import type { ColumnSample } from '../detect-time.ts'
import { isMissing } from '../numbers/words.ts'
import type { ImportPlan } from '../plan.ts'
import { joinCells } from './hour.ts'
import type { ChosenKey } from './key.ts'
import { chooseKey } from './key.ts'
import { findColumn } from './time.ts'
import { numericShare } from './values.ts'

/** What tells series apart: what `plan` says, else what is detected. Throws INVALID_INPUT for a column there is not. */
export function chooseKeyAsTold(
  columns: readonly string[],
  samples: readonly ColumnSample[],
  times: readonly string[],
  taken: ReadonlySet<number>,
  commaOf: (column: number) => boolean,
  plan: ImportPlan,
) {
  const numeric = (column: number) => numericShare(samples[column]!, commaOf(column)) >= 0.2
  const found = chooseKey(columns, samples, times, taken, numeric)
  if (plan.keyColumn == null) return found
  if (plan.keyColumn === '') return { ...found, columns: [], guessed: false }
  const single = columns.indexOf(plan.keyColumn)
  const names = single === -1 ? plan.keyColumn.split(' + ') : [plan.keyColumn]
  return { ...found, columns: names.map(name => findColumn(columns, name, 'keyColumn')), guessed: false }
}

/**
 * Where each row is a series it is named by the first column that is full and another in each row, of text before numbers;
 * or by those of text that tell the rows apart together.
 */
export function withRowNames(key: ChosenKey, samples: readonly ColumnSample[], taken: ReadonlySet<number>): ChosenKey {
  const rows = samples[0]?.length ?? 0
  if (rows < 2) return key
  const free = [...samples.keys()].filter(column => !taken.has(column))
  const texts = free.filter(column => numericShare(samples[column]!, false) < 0.2)
  const names = (column: number) => new Set(samples[column]).size === rows && !samples[column]!.some(isMissing)
  const single = texts.find(names)
  const columns = single === undefined ? (together(texts, samples) ?? free.filter(names).slice(0, 1)) : [single]
  return columns.length === 0 ? key : { ...key, columns, guessed: true }
}

/** Columns that are looked at for a joint name, so that however many there are it takes no time to speak of. */
const mostColumns = 20

/** Columns that tell all rows apart, each telling more of them; null where they do not. */
function together(texts: readonly number[], samples: readonly ColumnSample[]): readonly number[] | null {
  const rows = samples[0]!.length
  const chosen: number[] = []
  let apart = 1
  for (const column of texts.slice(0, mostColumns)) {
    const joint = [...chosen, column]
    const names = joinCells(samples, joint)
    const count = new Set(names).size
    const named = count === rows && !names.some(isMissing)
    if (count <= apart && !named) continue
    chosen.push(column)
    apart = count
    if (named) return chosen
  }
  return null
}
