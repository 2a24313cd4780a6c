import { Fault } from '@seriema/domain/fault'
import { parseNumber } from './cell.ts'
import { evidenceOf } from './decimal.ts'

/** Reads a cell of a file; NaN where it is no number. */
export type NumberReader = (cell: string, unit: string | null, line: number) => number

/**
 * Reads numbers as the head of the file says, and goes on looking where that proved nothing: a cell that decides is obeyed
 * while nothing was read that it changes, and told to `decided`. Throws UNREADABLE_FILE, naming the lines, once something
 * was: what came before would be wrong by a thousand.
 */
export function createNumberReader(
  decimalComma: boolean,
  proven: boolean,
  decided: (comma: boolean, line: number) => void,
): NumberReader {
  let comma = decimalComma
  let settled = proven
  let depends: { line: number; cell: string } | null = null

  const look = (cell: string, line: number): void => {
    const evidence = evidenceOf(cell)
    if (evidence === 'both') depends ??= { line, cell: cell.trim().slice(0, 40) }
    if (evidence !== 'point' && evidence !== 'comma') return
    settled = true
    if ((evidence === 'comma') === comma) return
    if (depends !== null)
      throw new Fault(
        'UNREADABLE_FILE',
        `line ${line}: '${cell.trim().slice(0, 40)}' has a decimal ${evidence}, but '${depends.cell}' on line ${depends.line} was read with a decimal ${comma ? 'comma' : 'point'}: import again with decimalComma ${evidence === 'comma'}, replacing what is stored`,
      )
    comma = evidence === 'comma'
    decided(comma, line)
  }

  return (cell, unit, line) => {
    if (!settled && (cell.includes(',') || cell.includes('.'))) look(cell, line)
    return parseNumber(cell, comma, unit)
  }
}
