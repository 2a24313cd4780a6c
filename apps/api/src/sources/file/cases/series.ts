/** Lines of a file with a regular series in it: what varies is how its cells are written. */
export const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')

const start = Date.UTC(2026, 0, 13, 22)
const two = (value: number): string => String(value).padStart(2, '0')

export interface Clock {
  readonly iso: string
  readonly y: number
  /** Two digits each. */
  readonly m: string
  readonly d: string
  readonly h: string
  readonly min: string
}

/** The fields of an instant, as UTC shows it. */
export function clockOf(instant: number): Clock {
  const date = new Date(instant)
  return {
    iso: date.toISOString(),
    y: date.getUTCFullYear(),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    h: two(date.getUTCHours()),
    min: two(date.getUTCMinutes()),
  }
}

/** The i-th hour from 2026-01-13T22:00Z on, and the i-th day from 2026-01-13 on. */
export const hour = (i: number): Clock => clockOf(start + i * 3_600_000)
export const day = (i: number): Clock => clockOf(Date.UTC(2026, 0, 13 + i))
/** `2026-01-13 22:00`. */
export const stamp = (i: number): string => hour(i).iso.slice(0, 16).replace('T', ' ')
/** `2026-01-13`. */
export const date = (i: number): string => day(i).iso.slice(0, 10)
/** `13.01.2026`, and `13/01/2026`. */
export const germanDate = (i: number): string => `${day(i).d}.${day(i).m}.2026`
export const brazilianDate = (i: number): string => `${day(i).d}/${day(i).m}/2026`

/** Cells of a row. */
export const across = (count: number, cell: (i: number) => string, delimiter = ','): string =>
  Array.from({ length: count }, (_, i) => cell(i)).join(delimiter)
