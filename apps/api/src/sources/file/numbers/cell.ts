import { readDigits } from './digits.ts'
import { plainDigits } from './foreign-digits.ts'
import { powerOf } from './multiples.ts'
import { binaryBetween, isUnit, powerBetween } from './units.ts'
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
  /^(?:[A-Z]{0,3}\p{Sc}|(?:EUR|USD|GBP|BRL|CHF|JPY|INR|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|CNY|KRW|MXN|ARS|CLP|COP|ZAR|AUD|CAD|NZD|SGD|HKD|Rs\.?|kr\.?|zł|Kč|Ft)(?=[\s\d.,+(-]))\s*/u
const number = /^(?:\d(?:[\d.,'’ \u00a0\u202f\u2009_]*\d)?[.,]?|[.,]\d+)(?:[eE][+-]?\d+|[dD][+-]\d+)?/
const multiplier = /^(\p{L}+)\.?(?=$|[\s\p{Sc}])\.?/u
/** `×10^3`. */
const timesTen = /^[x×·*] ?10\^?([+-]?\d{1,3})$/
/** Behind a whole amount: `234.-`, `234,--`. */
const noCents = /^(?:--?|[–—])$/
/** What points at a footnote. */
export const footnote = /^(?:[*†‡]|\([a-z\d]\)|\[[a-z\d]\])$/i
/** As statements of accounts say on which side an amount stands. */
export const side = /^(?:CR|DR)\.?$/i
/** As spreadsheets write the zero of an account. */
export const accountZero = /^\p{Sc} *[-–]$/u
const unitText = /^[%‰°º\p{L}\p{Sc}Ω][\p{L}°º%‰²³⁻¹µ/·*^\p{Sc}. -]{0,18}[23]?(?:\/[\p{L}]{1,6}[23]?)?$/u

/** null for a text that is no single number. */
export function dissectNumber(cell: string): NumberCell | null {
  let text = cell.trim()
  if (text.length > 64) return null
  if (accountZero.test(text)) return { negative: false, digits: '0', power: 0, unit: text[0]! }
  text = plainDigits(text)
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
  const found = number.exec(text)?.[0]
  if (found === undefined) return null
  const digits = found.replace(/[dD](?=[+-])/, 'e')
  let rest = text.slice(found.length)
  const bare = { negative, digits, power: 0, unit: money.trim() }
  if (/[.,]$/.test(digits) && noCents.test(rest)) return bare
  if (/^\s?[-−]$/.test(rest)) return { ...bare, negative: !negative }
  const spaced = /^\s/.test(rest)
  rest = rest.trim()
  if (rest === '' || footnote.test(rest)) return bare
  if (side.test(rest)) return { ...bare, negative: /^d/i.test(rest) }
  const ten = timesTen.exec(rest)
  if (ten !== null) return { ...bare, power: Number(ten[1]) }
  const scale = multiplier.exec(rest)
  // mi and bi are short for millions and billions of money; else miles, and no number.
  const scales = money !== '' || !/^[mb]i$/.test(rest)
  const power = scale === null || !scales ? null : powerOf(scale[1]!, scale[0].length === rest.length)
  // A letter that stands apart is a unit: 293 K is a temperature, 293K are thousands.
  if (power !== null && !(spaced && scale![0].length === 1 && /[A-Z]/i.test(rest)))
    return { negative, digits, power, unit: rest.slice(scale![0].length).trim() || money.trim() }
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

/** Each digit has one place in it: of a million of them none is tried twice. */
const plain = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

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
  if (shift !== null) return numberOf(parts, decimalComma, shift)
  const kibis = binaryBetween(parts.unit, unit)
  return kibis === null ? Number.NaN : numberOf(parts, decimalComma) * 1024 ** kibis
}

/** A number with a word beside it that is no unit, as `0.24 Dividend` among prices: it is of something else. */
export function isWorded(cell: string): boolean {
  const last = cell.charCodeAt(cell.length - 1)
  if (last < 65 || cell.length > 64 || !/\d.*\p{L}{4}/u.test(cell)) return false
  const unit = dissectNumber(cell)?.unit ?? ''
  return unit !== '' && !isUnit(unit)
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
