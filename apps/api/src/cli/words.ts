import type { ImportPreview } from '../sources/file/preview.ts'
import type { RemoteImport } from './remote-import.ts'

const number = new Intl.NumberFormat('en')
const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
const shownAtMost = 20

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number.format(value)} ${value === 1 ? one : many}`

export function bytes(size: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3))
  return `${(size / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}

/** What was detected, one thing a line, with the options that correct it. */
export function describe(preview: ImportPreview, key: string): string {
  const names = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' } as Readonly<Record<string, string>>
  const lines = [
    [
      'columns',
      `${preview.columns.length}, by ${names[preview.delimiter] ?? preview.delimiter}, ${preview.header ? 'named in the first row' : 'without names'}`,
    ],
    ['time', `${preview.timeColumn}: ${preview.timeFormat}, ${preview.timeZone} where it has no offset`],
    ['values', `${preview.valueColumns.join(', ')}${preview.decimalComma ? ' (with decimal commas)' : ''}`],
    ['series', preview.keyColumn === null ? key : `${key}_… , one for each ${preview.keyColumn}`],
  ]
  return lines.map(([name, text]) => `  ${name!.padEnd(9)}${text}\n`).join('')
}

/** The first rows as they will be stored. */
export function table(preview: ImportPreview): string {
  const { times, channels } = preview.rows
  const rows = Array.from(times.subarray(0, 5), (at, i) =>
    [
      new Date(at).toISOString(),
      ...channels.map(values => (Number.isNaN(values[i]!) ? '·' : String(Number(values[i]!.toPrecision(6))))),
    ].join('  '),
  )
  return rows.map(row => `  ${row}\n`).join('')
}

export const progress = ({ bytesRead, rowsRead, stored, rejected }: RemoteImport, size: number): string =>
  `  ${Math.floor((100 * bytesRead) / Math.max(1, size))} %  ${count(rowsRead, 'row')} read, ${count(stored, 'point')} stored, ${number.format(rejected)} bad`

/** What became of every row. */
export function summary(done: RemoteImport, seconds: number): string {
  const { rowsRead, stored, duplicates, conflicts, rejected, anomalies, series } = done
  const parts = [
    `${count(stored, 'point')} stored`,
    duplicates > 0 ? `${number.format(duplicates)} already there` : '',
    conflicts > 0 ? `${number.format(conflicts)} with other values than stored` : '',
    `${count(anomalies, 'anomaly', 'anomalies')} found`,
  ].filter(part => part !== '')
  const where = series.length > 3 ? count(series.length, 'series', 'series') : series.map(({ key }) => key).join(', ')
  return `  ${count(rowsRead, 'row')} read in ${seconds.toFixed(1)} s into ${where}: ${parts.join(', ')}\n${badRows(done.rejections, rejected)}`
}

/** The first bad rows with their lines, and how many more there are. */
export function badRows(rejections: RemoteImport['rejections'], all: number): string {
  if (all === 0) return ''
  const lines = rejections.slice(0, shownAtMost).map(({ line, message }) => `  line ${line}: ${message}\n`)
  const more = all - Math.min(rejections.length, shownAtMost)
  return `\n  ${count(all, 'bad row')}:\n${lines.join('')}${more > 0 ? `  … and ${number.format(more)} more\n` : ''}`
}
