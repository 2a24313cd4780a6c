import { locale } from '../messages/message.ts'

const decimal = new Map<number, Intl.NumberFormat>()
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const scientificWith = (digits: number) =>
  new Intl.NumberFormat(locale, { notation: 'scientific', maximumFractionDigits: digits - 1 })
const scientific = scientificWith(4)
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
  if (!isThere(value)) return missing
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-5)) return scientific.format(value)
  return format(decimals ?? decimalsFor(value)).format(value)
}

const allDigits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 16 })

/** A value with all its digits: what is to be compared with what a file says. */
export function formatExact(value: number | null | undefined): string {
  if (!isThere(value)) return missing
  return value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-7) ? String(value) : allDigits.format(value)
}

/** A value with exactly so many decimals, however great it is. */
export const formatFixed = (value: number, decimals: number) => format(Math.min(100, decimals)).format(value)

/** Values so much of their range apart read differently. */
const apart = 1 / 200

/**
 * How to write the values of a range, so that those a two-hundredth of it apart read differently, and all have the same
 * number of decimals.
 */
export function formatWithin(least: number, greatest: number): (value: number | null | undefined) => string {
  const magnitude = Math.max(Math.abs(least), Math.abs(greatest))
  const finest = greatest > least ? Math.max((greatest - least) * apart, magnitude * Number.EPSILON) : magnitude / 1e3
  const needed = finest > 0 && Number.isFinite(finest) ? -Math.floor(Math.log10(finest)) : 0
  const digits = Math.floor(Math.log10(magnitude || 1)) + needed + 1
  const far = magnitude >= 1e15 || (magnitude > 0 && magnitude < 1e-4)
  if (far || (magnitude >= 1e9 && digits <= 4)) {
    const figures = scientificWith(Math.min(17, Math.max(4, digits)))
    return value => (isThere(value) ? figures.format(value) : missing)
  }
  const figures = format(Math.min(100, Math.max(decimalsFor(magnitude), needed)))
  return value => (isThere(value) ? figures.format(value) : missing)
}

const isThere = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value)

/** A figure with its unit; a missing one has none. */
export const withUnit = (figure: string, unit: string | null) =>
  unit === null || figure === missing ? figure : `${figure} ${unit}`

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
