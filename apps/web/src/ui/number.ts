import { locale } from '../messages/message.ts'

const decimal = new Map<number, Intl.NumberFormat>()
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const scientific = new Intl.NumberFormat(locale, { notation: 'scientific', maximumFractionDigits: 3 })
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })

/** Stands for a value that is missing. */
export const missing = '–'

/**
 * Decimals that show about four significant digits of a magnitude. Given the span of a chart rather than one value,
 * a value that changes ten times a second keeps its width.
 */
export function decimalsFor(magnitude: number): number {
  if (!Number.isFinite(magnitude) || magnitude === 0) return 2
  return Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(magnitude)))))
}

/** A value with fixed decimals; by default those that suit the value itself. */
export function formatNumber(value: number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-5)) return scientific.format(value)
  return format(decimals ?? decimalsFor(value)).format(value)
}

const exact = new Intl.NumberFormat(locale, { maximumSignificantDigits: 16 })

/** A value with all its digits: what is to be compared with what a file says. */
export function formatExact(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing
  return value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-7) ? String(value) : exact.format(value)
}

export function formatQuantity(value: number | null | undefined, unit: string | null, decimals?: number): string {
  const text = formatNumber(value, decimals)
  return unit === null || text === missing ? text : `${text} ${unit}`
}

/** A count, exact up to 99,999 and rounded beyond: 17,420 · 1.2M. */
export const formatCount = (value: number) => (Math.abs(value) < 100_000 ? whole : compact).format(value)

export const formatExactCount = (value: number) => whole.format(value)
export const formatShare = (value: number) => percent.format(value)

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${format(power === 0 || value >= 100 ? 0 : 1).format(value)} ${units[power]}`
}

function format(decimals: number): Intl.NumberFormat {
  let found = decimal.get(decimals)
  if (!found) {
    found = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    decimal.set(decimals, found)
  }
  return found
}
