import type { Guess } from './findings.ts'
import { accountZero, bound, dissectNumber, footnote, numberOf, side } from './numbers/cell.ts'
import { binaryBetween, powerBetween } from './numbers/units.ts'
import { isMissing, readLetter, readSwitch } from './numbers/words.ts'
import type { Layout } from './plan.ts'

const cellsLooked = 1_000

/** Cells that are read as something else than the digits they show: words, letters for thousands, other units. */
export function cellGuesses(layout: Layout, samples: readonly (readonly string[])[]): Guess[] {
  return layout.valueColumns.slice(0, 64).flatMap((column, i) => {
    const unit = layout.cellUnits[i] ?? null
    const said = new Map<string, string>()
    for (const cell of samples[column]!.slice(0, cellsLooked)) {
      if (/^[\d.,-]*$/.test(cell) || isMissing(cell)) continue
      const [kind, meaning] = readingOf(cell, unit, layout.ownSigns[i] ?? layout.decimalComma) ?? []
      if (kind !== undefined && !said.has(kind)) said.set(kind, meaning!)
    }
    const name = layout.columns[column]!
    return [...said.values()].map((meaning): Guess => {
      const message = `${name}: ${meaning}`
      return { about: 'numbers', message, otherwise: null, doubtful: false }
    })
  })
}

/** A kind and what is said of it; null for a cell that is read as it stands. */
function readingOf(cell: string, unit: string | null, decimalComma: boolean): readonly [string, string] | null {
  const text = cell.trim().slice(0, 40)
  const switched = text.length === 1 ? readLetter(text) : readSwitch(text)
  if (!Number.isNaN(switched)) return ['switch', `words are read as 1 and 0, '${text}' as ${switched}`]
  const parts = dissectNumber(cell)
  if (parts === null) return null
  if (bound.test(text)) return ['bound', `'${text}' is read as ${numberOf(parts, decimalComma)}, the number it names`]
  const behind = /[([]\w[)\]]$|(?<=\d)[^\d.,]+$/.exec(text)?.[0].trim() ?? ''
  if (accountZero.test(text)) return ['zero', `'${text}' is read as 0`]
  if (footnote.test(behind) || side.test(behind))
    return [behind, `'${text}' is read as ${numberOf(parts, decimalComma)}`]
  if (parts.power > 0) return [`power ${parts.power}`, `'${text}' is read as times ${10 ** parts.power}`]
  if (parts.unit === '' || unit === null || parts.unit === unit) return null
  const known = powerBetween(parts.unit, unit) ?? binaryBetween(parts.unit, unit)
  return known === null ? null : [parts.unit, `'${text}' is read in ${unit}`]
}
