import { compileWritten } from '../time-format.ts'
import { chooseOrder } from './order.ts'

export interface NumericTime {
  readonly format: string
  /** Whether the numbers could as well be no times. */
  readonly weak: boolean
  /** Where two orders of day and month read them, as in `DetectedFormat`. */
  readonly ambiguous?: boolean
  readonly alternative?: string | null
}

const compact: Readonly<Record<number, string>> = {
  8: 'YYYYMMDD',
  10: 'YYYYMMDDHH',
  12: 'YYYYMMDDHHmm',
  14: 'YYYYMMDDHHmmss',
}

const dayFirst = /^[0-3]\d[0-3]\d(?:19|20)\d\d$/

/** Months that are written as numbers with a point. */
const months = [
  [/^(?:19|20)\d\d\.\d\d$/, 'YYYY.MM'],
  [/^\d\d\.(?:19|20)\d\d$/, 'MM.YYYY'],
  [/^0\d\d\.(?:19|20)\d\d$/, '0MM.YYYY'],
] as const

/**
 * Compact dates first, since few numbers are dates by chance; then epochs from 1973 to 2100; then what many numbers could
 * be: months as 202601, days of a year as 2026013, days of a spreadsheet, years.
 */
export function detectNumericTime(texts: readonly string[]): NumericTime | null {
  const [first] = texts
  const reads = (format: string) => {
    const read = compileWritten(format)
    return texts.filter(text => read(text) !== null).length > 0.95 * texts.length
  }
  const plausible = (text: string) => Number(text.slice(0, 4)) >= 1971 && Number(text.slice(0, 4)) <= 2100
  const years = texts.filter(plausible).length > 0.95 * texts.length
  const pattern = compact[first!.length]
  if (pattern !== undefined && years && reads(pattern)) return { format: pattern, weak: false }
  if (first!.length === 8 && texts.every(text => dayFirst.test(text))) {
    const formats = ['DDMMYYYY', 'MMDDYYYY'].filter(reads)
    if (formats.length > 0) {
      const { format, undecided, alternative } = chooseOrder(texts, formats)
      return { format, ambiguous: undecided, alternative, weak: true }
    }
  }
  const magnitude = Number(first)
  const scales = ['epoch s', 'epoch ms', 'epoch us', 'epoch ns']
  const scale = scales.findIndex((_, k) => magnitude >= 1e8 * 1e3 ** k && magnitude < 4.11e9 * 1e3 ** k)
  if (scale !== -1) return { format: scales[scale]!, weak: true }
  if (years && first!.length === 6 && reads('YYYYMM')) return { format: 'YYYYMM', weak: true }
  if (years && first!.length === 7 && reads('YYYYDDD')) return { format: 'YYYYDDD', weak: true }
  if (years && first!.length === 6 && reads('YYYYWW')) return { format: 'YYYYWW', weak: true }
  for (const [shape, format] of months)
    if (texts.every(text => shape.test(text)) && reads(format)) return { format, weak: true }
  const numbers = texts.map(text => Number(text.replace(',', '.')))
  if (numbers.every(value => value >= 20_000 && value < 73_051)) return { format: 'Excel serial', weak: true }
  if (numbers.every(value => value >= 719_529 && value < 767_011)) return { format: 'MATLAB datenum', weak: true }
  if (numbers.every(value => Number.isInteger(value) && value >= 1_800 && value <= 2_200))
    return { format: 'year', weak: true }
  if (numbers.every(value => value >= 1_700 && value <= 2_200) && texts.some(text => /\d{4}[.,]\d{2,}/.test(text)))
    return { format: 'decimal year', weak: true }
  return null
}
