import { Fault } from '@seriema/domain/fault'
import { openTimeZone } from '@seriema/domain/time-zone'
import { createArrangement } from './arrangement.ts'
import type { Notes } from './findings.ts'
import { isWorded, parseNumber } from './numbers/cell.ts'
import { createNumberReader } from './numbers/reader.ts'
import { isMissing, readLetter } from './numbers/words.ts'
import type { Layout } from './plan.ts'
import type { FileRecord } from './records.ts'
import type { RowRejection, RowSink } from './rows.ts'
import { isPadded, reject, short } from './rows.ts'
import { compileWritten, explainTime } from './time-format.ts'
import { createTimeline } from './times/timeline.ts'
import { splitYearless, yearsEarlier } from './times/without-year.ts'

export type RowReader = (record: FileRecord, into: RowSink) => void

/**
 * Reads rows one after the other as `layout` says: a row is one point, or one for each column of instants. What stands
 * before the data, comments, blank rows and headers that come again are told to `notes`. Throws INVALID_INPUT for a zone or
 * format there is not, UNREADABLE_FILE for a cell that shows that those before were read wrongly.
 */
export function createRowReader(layout: Layout, notes: Notes): RowReader {
  const zone = openTimeZone(layout.timeZone)
  const latest = layout.latest ?? Number.POSITIVE_INFINITY
  const format = layout.spread?.format ?? layout.timeFormat
  const otherFormat = layout.spread === null ? layout.otherTimeFormat : layout.spread.alternative
  const read = compileWritten(format)
  const other = otherFormat === null ? null : compileWritten(otherFormat)
  let lacking = 0
  const instants = createTimeline(read, zone, layout.newestFirst, splitYearless(format).from, earlier => {
    lacking = earlier
  })
  const numbers = createNumberReader(layout.decimalComma, layout.decimalProven, (comma, line) =>
    notes.add(
      'numbers',
      `read with a decimal ${comma ? 'comma' : 'point'} from here on: nothing before it was in doubt`,
      line,
    ),
  )
  const { columns, keyColumns, timeColumns, valueColumns, spread, cellUnits, ownSigns } = layout
  const width = columns.length
  const lenient = new Set(layout.emptyColumns)
  const letters = new Set(layout.letterColumns)
  const dated = /H(?!Y)|h|kk/.test(format) && timeColumns.length === 1 && spread === null
  const marks = new Set([...layout.missing, ...layout.missing.map(mark => mark.trim())])
  const isNone = (cell: string) => isMissing(cell) || (marks.size > 0 && marks.has(cell.trim()))
  const first = timeColumns[0]
  const arrangement = createArrangement(layout, notes)

  const timeOf = (cells: readonly string[]): string => {
    if (timeColumns.length === 1) return cells[first!]!
    const parts = timeColumns.map(column => cells[column]!.trim())
    return parts.includes('') ? '' : parts.join(' ')
  }

  const instant = (line: number, key: string, text: string): number | RowRejection => {
    const at = isMissing(text) ? Number.NaN : instants(key, text)
    if (at > latest)
      throw new Fault(
        'UNREADABLE_FILE',
        `line ${line}: '${short(text)}' would lie in the future by the year that was guessed: import again with timeFormat '${yearsEarlier(format, 1)}' once this import is undone`,
      )
    if (!Number.isNaN(at)) return at
    if (lacking > 0 && layout.latest !== null)
      throw new Fault(
        'UNREADABLE_FILE',
        `line ${line}: '${short(text)}' is a day that the year that was guessed does not have: import again with timeFormat '${yearsEarlier(format, lacking)}' once this import is undone, or with '${format}' to have the row rejected`,
      )
    if (other?.(text) != null && read(text) === null)
      throw new Fault(
        'UNREADABLE_FILE',
        `line ${line}: '${short(text)}' is not ${format}, which the rows before could be as well as ${otherFormat}: import again with timeFormat '${otherFormat}', replacing what is stored`,
      )
    return {
      line,
      code: 'INVALID_TIMESTAMP',
      message: explainTime(isMissing(text) ? '' : text, format, zone),
    }
  }

  const readValue = (line: number, cell: string, place: number): number | null | RowRejection => {
    const own = ownSigns[place]!
    const unit = cellUnits[place]!
    const value = own === null ? numbers(cell, unit, line) : parseNumber(cell, own, unit)
    if (unit === null && isWorded(cell))
      return {
        line,
        code: 'INVALID_VALUE',
        message: `${columns[valueColumns[place]!]}: '${short(cell)}' is not a number`,
      }
    if (!Number.isNaN(value)) return marks.size > 0 && marks.has(cell.trim()) ? null : value
    if (isNone(cell)) return null
    const column = valueColumns[place]!
    if (letters.has(column) && !Number.isNaN(readLetter(cell))) return readLetter(cell)
    // A word in one of several channels costs its value, not the others of its row.
    const aside = lenient.has(column) || (valueColumns.length > 1 && spread === null && !/\d/.test(cell))
    if (!aside) return { line, code: 'INVALID_VALUE', message: `${columns[column]}: '${short(cell)}' is not a number` }
    notes.add('word', `${columns[column]}: what is no number is taken for missing, such as '${short(cell)}'`, line)
    return null
  }

  const single = (line: number, key: string, cells: readonly string[], into: RowSink): void => {
    const at = instant(line, key, timeOf(cells))
    if (typeof at !== 'number') {
      reject(cells, at, into)
      return
    }
    const values: (number | null)[] = []
    for (let place = 0; place < valueColumns.length; place++) {
      const value = readValue(line, cells[valueColumns[place]!]!, place)
      if (value !== null && typeof value === 'object') {
        into.rejections.push(value)
        return
      }
      values.push(value)
    }
    into.rows.push({ line, key, at, values })
  }

  /** A value that is missing is no point: an hour that a day of 23 does not have. */
  const several = (
    line: number,
    key: string,
    cells: readonly string[],
    into: RowSink,
    suffixes: readonly string[],
  ): void => {
    const time = timeOf(cells)
    for (let place = 0; place < valueColumns.length; place++) {
      const cell = cells[valueColumns[place]!]!
      if (isNone(cell)) continue
      const text = time === '' ? suffixes[place]! : `${time} ${suffixes[place]}`
      const at = instant(line, key, text)
      if (typeof at !== 'number' && read(text) === null) {
        reject(cells, at, into)
        return
      }
      const value = readValue(line, cell, place)
      if (typeof at !== 'number') into.rejections.push(at)
      else if (value !== null && typeof value === 'object') into.rejections.push(value)
      else into.rows.push({ line, key, at, values: [value] })
    }
  }

  return (record, into) => {
    const { line } = record
    if (record.cells === undefined) {
      into.rejections.push({ line, code: 'INVALID_INPUT', message: record.problem })
      return
    }
    if (record.comment) return notes.add('comment', 'lines that start with # are comments', line)
    const cells = arrangement.arrange(record.cells, line)
    if (cells === null) return
    if (cells.length !== width || cells[valueColumns[0]!] === '') {
      if (cells.every(cell => cell.trim() === ''))
        return notes.add('blank', 'rows without anything in them are left out', line)
      if (cells.length !== width && !isPadded(cells, width)) {
        const message = `${cells.length} columns instead of ${width}`
        return reject(cells, { line, code: 'INVALID_INPUT', message }, into)
      }
    }
    const key = keyOf(cells)
    if (keyColumns.length > 0 && isMissing(key)) {
      const message = `no ${keyColumns.map(column => columns[column]).join(' + ')}: the row belongs to no series`
      into.rejections.push({ line, code: 'INVALID_SERIES_KEY', message })
      return
    }
    if (spread === null) single(line, key, cells, into)
    else several(line, key, cells, into, spread.suffixes)
    if (dated && cells[first!]!.length < 11) noteDate(cells[first!]!, line)
  }

  function keyOf(cells: readonly string[]): string {
    if (keyColumns.length === 0) return ''
    if (keyColumns.length === 1) return cells[keyColumns[0]!]!.trim()
    return keyColumns
      .map(column => cells[column]!.trim())
      .filter(part => part !== '')
      .join(' ')
  }

  function noteDate(cell: string, line: number): void {
    if (read(cell)?.whole === true) notes.add('date', 'a date without a time of day is read as its midnight', line)
  }
}
