const missing = new Set([
  ...['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', 'missing', 'undefined'],
  ...['-', '--', '---', '?', '.', '…', '–'],
])

/** Whether a cell says that there is no value. */
export const isMissing = (cell: string): boolean => missing.has(cell.trim().toLowerCase())

const point = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const grouped = {
  point: /^[+-]?\d{1,3}(?:[,' \u00a0\u202f]\d{3})+(?:\.\d+)?$/,
  comma: /^[+-]?\d{1,3}(?:[.' \u00a0\u202f]\d{3})+(?:,\d+)?$/,
}

/** A cell's number, NaN where it is none; digits may come in groups of three. Infinity is no number. */
export function parseNumber(cell: string, decimalComma: boolean): number {
  const text = cell.trim()
  if (decimalComma) {
    if (grouped.comma.test(text)) return Number(text.replace(/[.' \u00a0\u202f]/g, '').replace(',', '.'))
    if (text.includes('.')) return Number.NaN
    return plain(text.replace(',', '.'))
  }
  const number = plain(text)
  if (!Number.isNaN(number)) return number
  return grouped.point.test(text) ? Number(text.replace(/[,' \u00a0\u202f]/g, '')) : Number.NaN
}

function plain(text: string): number {
  const number = Number(text)
  return Number.isFinite(number) && point.test(text) ? number : Number.NaN
}

/**
 * Whether numbers are written 1,5. Groups of three alone prove nothing where the comma also parts the columns: 1,234 is a
 * thousand there.
 */
export function detectDecimalComma(cells: readonly string[], delimiter: string): boolean {
  let commas = 0
  let points = 0
  for (const raw of cells) {
    const cell = raw.trim()
    if (/^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$/.test(cell) && !grouped.comma.test(cell)) points++
    else if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/.test(cell)) commas++
    else if (/^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/.test(cell) && !(delimiter === ',' && grouped.point.test(cell))) commas++
  }
  return commas > points
}
