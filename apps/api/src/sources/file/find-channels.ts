import type { ColumnSample } from './detect-time.ts'
import { unitOfCells } from './numbers/cell.ts'
import { isUnit, unitOfName } from './numbers/units.ts'
import type { LayoutChannel } from './plan.ts'
import { unbracket } from './table/header.ts'
import type { Table } from './table/table.ts'

/** The channel of a file whose columns are instants. */
export const spreadName = 'value'

/** Names and units of the channels: from the header, a row of units, the cells, or `Unit: kW` before the header. */
export function findChannels(
  { heading, columns }: Table,
  samples: readonly ColumnSample[],
  values: readonly number[],
  spread: boolean,
  counters: ReadonlySet<string>,
): { channels: LayoutChannel[]; cellUnits: (string | null)[] } {
  const cellUnits = values.map(column => unitOfCells(samples[column]!))
  const alone = values.length === 1 || spread ? unitOfPreamble(heading.preamble.map(({ text }) => text)) : null
  const beside = values.length === 1 ? unitColumn(columns, samples) : null
  const unitOf = (column: number, i: number) => {
    const below = unbracket(heading.units?.[column] ?? '')
    return (
      unitOfName(columns[column]!) ?? (below === '' || below === '-' ? null : below) ?? cellUnits[i] ?? beside ?? alone
    )
  }
  const channel = (name: string, unit: string | null): LayoutChannel => ({
    name,
    unit,
    kind: counters.has(name) ? 'counter' : 'gauge',
  })
  if (spread) return { channels: [channel(spreadName, alone ?? cellUnits[0] ?? null)], cellUnits }
  return { channels: values.map((column, i) => channel(columns[column]!, unitOf(column, i))), cellUnits }
}

const said = /^#?\s*(?:units?|einheit|unidade|unidad|unité|unità)\s*[:=;,]?\s+?(\S.{0,23})$/i

function unitOfPreamble(lines: readonly string[]): string | null {
  const found = lines.map(line => said.exec(line)?.[1]?.trim()).find(unit => unit !== undefined)
  return found === undefined || !(isUnit(found) || found.length <= 12) ? null : found
}

/** What a column named after units says, where it says the same in every row. */
function unitColumn(names: readonly string[], samples: readonly ColumnSample[]): string | null {
  const column = names.findIndex(name => /^(?:units?|einheit|unidade|unidad|unité|uom)$/i.test(name.trim()))
  const [first = ''] = column === -1 ? [] : samples[column]!
  const unit = first.trim()
  return unit !== '' && unit.length <= 24 && samples[column]!.every(cell => cell === first) ? unit : null
}
