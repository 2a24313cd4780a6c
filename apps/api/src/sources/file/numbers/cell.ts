import { readDigits } from './digits.ts'
import { powerBetween } from './units.ts'
import { readSwitch } from './words.ts'

/** A cell that holds one number, taken apart; the digits are not read yet, since that takes the file's decimal sign. */
export interface NumberCell {
  readonly negative: boolean
  /** Digits with their group and decimal signs. */
  readonly digits: string
  /** Power of ten that a K, M or B behind them stands for. */
  readonly power: number
  /** Unit, percent or currency sign beside them; empty for none. */
  readonly unit: string
}

const currency =
  /^(?:[A-Z]{0,3}[$€£¥₹₩₽₺₴₪฿₫₦₱]|(?:EUR|USD|GBP|BRL|CHF|JPY|INR|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|CNY|KRW|MXN|ARS|CLP|COP|ZAR|AUD|CAD|NZD|SGD|HKD|Rs\.?|kr\.?|zł|Kč|Ft)(?=[\s\d.,+(-]))\s*/
const number = /^(?:\d(?:[\d.,'’ \u00a0\u202f\u2009_]*\d)?[.,]?|[.,]\d+)(?:[eE][+-]?\d+)?/
const multiplier =
  /^(?:([Kk]|Tsd\.?|mil|thousand)|(M|MM|mn|mln|Mio\.?|mi(?=$)|milh(?:ão|ões)|mill(?:ion|ión|iones|ions)?|Millionen)|(B|bn|Mrd\.?|mld\.?|bi(?=$)|billions?|Milliarden?))(?=$|[\s$€£])\.?/
const unitText = /^[%‰°º\p{L}$€£¥₹Ω][\p{L}°º%‰²³⁻¹µ/·*^$€£¥. -]{0,18}[23]?(?:\/[\p{L}]{1,6}[23]?)?$/u

/** null for a text that is no single number. */
export function dissectNumber(cell: string): NumberCell | null {
  let text = cell.trim()
  if (text.length > 64) return null
  if (text.startsWith("'")) text = text.slice(1).trim()
  if (bound.test(text)) text = text.replace(bound, '')
  let negative = false
  if (text.startsWith('(') && text.endsWith(')')) {
    negative = true
    text = text.slice(1, -1).trim()
  }
  const sign = () => {
    const first = text[0]
    if (first !== '-' && first !== '+' && first !== '−' && first !== '–') return
    negative = negative !== (first !== '+')
    text = text.slice(1).trimStart()
  }
  sign()
  const money = currency.exec(text)?.[0] ?? ''
  if (money !== '') {
    text = text.slice(money.length)
    sign()
  }
  const digits = number.exec(text)?.[0]
  if (digits === undefined) return null
  let rest = text.slice(digits.length)
  if (/^\s?[-−]$/.test(rest)) return { negative: !negative, digits, power: 0, unit: money.trim() }
  const spaced = /^\s/.test(rest)
  rest = rest.trim()
  if (rest === '') return { negative, digits, power: 0, unit: money.trim() }
  const scale = multiplier.exec(rest)
  // A letter that stands apart is a unit: 293 K is a temperature, 293K are thousands.
  // mi and bi are short for millions and billions of money; else miles, and no number.
  const scales = money !== '' || !/^[mb]i$/.test(rest)
  if (scale !== null && scales && !(spaced && scale[0].length === 1)) {
    const power = scale[1] !== undefined ? 3 : scale[2] !== undefined ? 6 : 9
    return { negative, digits, power, unit: rest.slice(scale[0].length).trim() || money.trim() }
  }
  return unitText.test(rest) ? { negative, digits, power: 0, unit: rest } : null
}

/** The value of a cell taken apart; NaN where its digits make no number under that decimal sign. Infinity is none. */
export function numberOf({ negative, digits, power }: NumberCell, decimalComma: boolean, shift = 0): number {
  const text = readDigits(digits, decimalComma)
  if (text === null) return Number.NaN
  const exponent = power + shift
  const size =
    exponent === 0 ? Number(text) : /e/i.test(text) ? Number(text) * 10 ** exponent : Number(`${text}e${exponent}`)
  if (!Number.isFinite(size)) return Number.NaN
  return negative ? -size : size
}

/** What a limit of detection stands behind, or what is about so much: read as the number it names. */
export const bound = /^(?:[<>≤≥~≈]=?|ca\.) ?(?=[\d.,(+-])/

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

const plainComma = /^[+-]?\d{1,15},\d+$/

/**
 * A cell's number, NaN where it is none. A cell in another unit than `unit`, the column's, is read in that where only
 * the prefix differs, and is no number otherwise.
 */
export function parseNumber(cell: string, decimalComma: boolean, unit: string | null = null): number {
  const text = cell.trim()
  if (plain.test(text) && !(decimalComma && text.includes('.'))) {
    const value = Number(text)
    return Number.isFinite(value) ? value : Number.NaN
  }
  if (decimalComma && plainComma.test(text)) return Number(text.replace(',', '.'))
  const parts = dissectNumber(text)
  if (parts === null) return readSwitch(text)
  if (parts.unit === '' || parts.unit === unit || unit === null) return numberOf(parts, decimalComma)
  const shift = powerBetween(parts.unit, unit)
  return shift === null ? Number.NaN : numberOf(parts, decimalComma, shift)
}

/** The unit most of a column's cells are written with; null where they have none, or most have none. */
export function unitOfCells(cells: readonly string[]): string | null {
  const counts = new Map<string, number>()
  let numbers = 0
  for (const cell of cells) {
    if (plain.test(cell)) numbers++
    else {
      const parts = dissectNumber(cell)
      if (parts === null) continue
      numbers++
      if (parts.unit !== '') counts.set(parts.unit, (counts.get(parts.unit) ?? 0) + 1)
    }
  }
  const best = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0] as [string, number])
  return best[1] > 0.3 * numbers ? best[0] : null
}
