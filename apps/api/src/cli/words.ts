import type { ImportPlan } from '../sources/file/plan.ts'
import type { ImportPreview } from '../sources/file/preview.ts'
import type { RemoteImport, ToldImport } from './remote-import.ts'

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
    ['time', `${timeOf(preview)}: ${preview.timeFormat}, ${preview.timeZone} where it has no offset`],
    ['values', `${preview.channels.map(named).join(', ')}${preview.decimalComma ? ' (with decimal commas)' : ''}`],
    ['series', preview.keyColumn === null ? key : `${key}_… , one for each ${preview.keyColumn}`],
  ]
  return lines.map(([name, text]) => `  ${name!.padEnd(9)}${text}\n`).join('')
}

const timeOf = ({ timeColumn, columnsAreInstants }: ImportPreview): string =>
  columnsAreInstants ? [timeColumn, 'names of columns'].filter(part => part !== '').join(' + ') : timeColumn

const named = ({ name, unit }: ImportPreview['channels'][number]): string =>
  unit === null || name.includes(unit) ? name : `${name} [${unit}]`

/** What is not certain, what goes nowhere and what looks strange, each with the option that has it otherwise. */
export function doubts(preview: ImportPreview): string {
  const { guesses, leftOut, suspicious, keyCandidates, keyColumn, notes } = preview
  const keys = keyCandidates.filter(({ name }) => name !== keyColumn)
  return [
    ...listed('not certain', guesses, ({ message, otherwise }) => `${message}${inOptions(otherwise)}`),
    ...listed('looks like a mark for missing', suspicious, ({ column, value, count: times }) => {
      return `${value} in ${column}, ${count(times, 'time')}: --missing ${value} has it so`
    }),
    ...listed('left out', leftOut, ({ name, why }) => `${name}: ${why}`),
    ...listed(
      'could tell series apart, by --key-column',
      keys,
      ({ name, values }) => `${name}: ${count(values, 'value')}`,
    ),
    noted(notes),
  ].join('')
}

const listedAtMost = 10

function listed<T>(title: string, all: readonly T[], line: (one: T) => string): string[] {
  if (all.length === 0) return []
  const more = all.length - listedAtMost
  const lines = all.slice(0, listedAtMost).map(one => `    ${line(one)}\n`)
  return [`  ${title}:\n`, ...lines, more > 0 ? `    … and ${number.format(more)} more\n` : '']
}

/** What was read another way or not at all. */
export const noted = (notes: RemoteImport['notes']): string =>
  listed('also', notes, ({ message, count: times, line }) => {
    return `${message} (${count(times, 'time')}, from line ${number.format(line)} on)`
  }).join('')

const options: Readonly<Record<string, (value: unknown) => string>> = {
  decimalComma: comma => (comma ? '--decimal-comma' : '--decimal-point'),
  timeFormat: format => `--time-format '${format}'`,
  timeZone: zone => `--time-zone ${zone}`,
  keyColumn: column => (column === '' ? '--one-series' : `--key-column '${column}'`),
  timeColumn: column => `--time-column '${column}'`,
}

/** The other reading, as options say it. */
function inOptions(otherwise: ImportPlan | null): string {
  const said = Object.entries(otherwise ?? {}).flatMap(([name, value]) => options[name]?.(value) ?? [])
  return said.length === 0 ? '' : ` (${said.join(' ')} reads it the other way)`
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
  const { rowsRead, rejected, anomalies, series } = done
  const parts = [...became(done), `${count(anomalies, 'anomaly', 'anomalies')} found`]
  const where = series.length > 3 ? count(series.length, 'series', 'series') : series.map(({ key }) => key).join(', ')
  return `  ${count(rowsRead, 'row')} read in ${seconds.toFixed(1)} s into ${where}: ${parts.join(', ')}\n${noted(done.notes)}${badRows(done.rejections, rejected)}`
}

const became = ({ stored, duplicates, conflicts }: ToldImport | RemoteImport): string[] =>
  [
    `${count(stored, 'point')} stored`,
    duplicates > 0 ? `${number.format(duplicates)} already there` : '',
    conflicts > 0 ? `${number.format(conflicts)} with other values than stored` : '',
  ].filter(part => part !== '')

/** The same for somebody who may send and not see. */
export function unseen(done: ToldImport, seconds: number): string {
  const { rowsRead, rejected } = done
  const bad = rejected === 0 ? '' : `  ${count(rejected, 'bad row')}: a key with the role viewer is told which\n`
  return `  ${count(rowsRead, 'row')} read in ${seconds.toFixed(1)} s: ${became(done).join(', ')}\n${bad}`
}

/** The first bad rows with their lines, and how many more there are. */
export function badRows(rejections: RemoteImport['rejections'], all: number): string {
  if (all === 0) return ''
  const lines = rejections.slice(0, shownAtMost).map(({ line, message }) => `  line ${line}: ${message}\n`)
  const more = all - Math.min(rejections.length, shownAtMost)
  return `\n  ${count(all, 'bad row')}:\n${lines.join('')}${more > 0 ? `  … and ${number.format(more)} more\n` : ''}`
}
