import type { Notes } from './findings.ts'
import type { Layout } from './plan.ts'

export interface Arrangement {
  /** The cells of a row in the order of the columns; null for a header, which says how those after it are arranged. */
  arrange(cells: readonly string[], line: number): readonly string[] | null
}

const space = 32

/**
 * Files put together of others have a header again, whose columns may come in another order, or be more or fewer: what
 * follows is read by the names. Told to `notes`, with the names that the first header does not have.
 */
export function createArrangement({ columns, header, timeColumns, valueColumns }: Layout, notes: Notes): Arrangement {
  if (!header) return { arrange: cells => cells }
  const places = new Map(columns.map((name, column) => [name, column]))
  // Nearly every row is told to be no header by the first sign in it: looking a cell up would cost more than reading it.
  const begins = new Set(columns.map(name => name.charCodeAt(0)))
  let order: readonly number[] | null = null
  let width = columns.length

  const headed = (cells: readonly string[]): readonly (number | undefined)[] | null => {
    const found = cells.map(cell => places.get(cell.replace(/\s+/g, ' ').trim()))
    const known = new Set(found)
    const filled = cells.filter(cell => cell.trim() !== '').length
    const [first] = timeColumns.length > 0 ? timeColumns : valueColumns
    if (!known.has(first!) || (timeColumns.length > 0 && !timeColumns.every(column => known.has(column)))) return null
    return found.filter(place => place !== undefined).length * 2 > filled ? found : null
  }

  return {
    arrange(cells, line) {
      const begin = cells[0] === '' ? (cells[1] ?? '') : cells[0]!
      if (begins.has(begin.charCodeAt(0)) || begin.charCodeAt(0) <= space) {
        const found = places.has(begin.trim()) ? headed(cells) : null
        if (found !== null) {
          takeUp(cells, found, line)
          return null
        }
      }
      if (order === null || cells.length !== width) return cells
      return order.map(place => (place === -1 ? '' : cells[place]!))
    },
  }

  function takeUp(cells: readonly string[], found: readonly (number | undefined)[], line: number): void {
    const same = cells.length === columns.length && found.every((place, i) => place === i || cells[i]!.trim() === '')
    order = same ? null : columns.map((_, column) => found.indexOf(column))
    width = cells.length
    notes.add(
      'header',
      same ? 'the header comes again' : 'a header comes again with its columns in another order',
      line,
    )
    const strange = cells.filter((cell, i) => found[i] === undefined && cell.trim() !== '')
    if (strange.length > 0)
      notes.add('header', `columns that the first header lacks are left out: ${strange.join(', ').slice(0, 80)}`, line)
  }
}
