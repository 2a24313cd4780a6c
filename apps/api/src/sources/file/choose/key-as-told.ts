import type { ColumnSample } from '../detect-time.ts'
import type { ImportPlan } from '../plan.ts'
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

/** Where each row is a series, the first column that is another in each names it. */
export function withRowNames(key: ChosenKey, samples: readonly ColumnSample[], taken: ReadonlySet<number>): ChosenKey {
  const rows = samples[0]?.length ?? 0
  if (rows < 2) return key
  const name = samples.findIndex((cells, column) => !taken.has(column) && new Set(cells).size === rows)
  return name === -1 ? key : { ...key, columns: [name], guessed: true }
}
