/** A row of cells as written, a comment, or why there is no row, with the 1-based line it starts at. */
export type FileRecord =
  | {
      readonly line: number
      readonly cells: readonly string[]
      readonly comment: boolean
      readonly problem?: undefined
    }
  | { readonly line: number; readonly cells?: undefined; readonly problem: string }

export interface RecordReader {
  /** The records that `text` completes. */
  push(text: string): FileRecord[]
  /** The records of what is left. */
  end(): FileRecord[]
}

export interface Dialect {
  /** One character; a space stands for any run of spaces and tabs. */
  readonly delimiter: string
  /** `\n`, which also reads `\r\n`, or `\r`. */
  readonly newline: '\n' | '\r'
  /** Cells a row should have; null where that is not known yet. */
  readonly width: number | null
}

/** A quoted cell may hold line breaks, up to here: beyond, its quote is taken for a stray one. */
const longestCell = { lines: 50, characters: 65_536, attempts: 4 }
const longestLine = 1_048_576

/**
 * Reads RFC 4180 and what is written in its name: any of the usual delimiters, blank lines skipped, lines starting with
 * `#` marked as comments, text after a closing quote kept. A stray quote costs its own line only, where other readers lose
 * everything up to the next quote; nothing here throws, and memory is bounded whatever comes.
 */
export function createRecordReader({ delimiter, newline, width }: Dialect): RecordReader {
  let rest = ''
  let line = 0
  let overlong = false
  let held: string[] = []
  let heldCharacters = 0
  let attempts = 0

  const feed = (text: string, into: FileRecord[]): void => {
    line++
    const row = text.endsWith('\r') ? text.slice(0, -1) : text
    if (held.length > 0) goOn(row, into)
    else if (row.startsWith('#')) into.push({ line, cells: split(row, delimiter), comment: true })
    else if (row.includes('"')) begin(row, into)
    else if (row !== '') into.push({ line, cells: split(row, delimiter), comment: false })
  }

  const begin = (row: string, into: FileRecord[]): void => {
    const cells = unwrapped(splitQuoted(row, delimiter), delimiter)
    attempts = 0
    if (cells !== null) into.push({ line, cells, comment: false })
    else [held, heldCharacters] = [[row], row.length]
  }

  const goOn = (row: string, into: FileRecord[]): void => {
    held.push(row)
    heldCharacters += row.length
    const quoted = row.includes('"')
    if (quoted) attempts++
    const cells = quoted ? splitQuoted(held.join('\n'), delimiter) : null
    if (cells !== null && (width === null || cells.length === width)) {
      into.push({ line: line - held.length + 1, cells, comment: false })
      held = []
    } else if (
      cells !== null ||
      held.length > longestCell.lines ||
      heldCharacters > longestCell.characters ||
      attempts > longestCell.attempts
    )
      giveUp(into)
  }

  /** The line that opened the quote is bad; those after it are read again on their own. */
  const giveUp = (into: FileRecord[]): void => {
    const again = held.slice(1)
    line -= held.length
    held = []
    into.push({ line: ++line, problem: 'a quote is opened here and not closed' })
    for (const row of again) feed(row, into)
  }

  const take = (text: string, into: FileRecord[]): void => {
    if (overlong) {
      into.push({ line: ++line, problem: `a line of more than ${longestLine} characters` })
      overlong = false
    } else feed(text, into)
  }

  return {
    push(text) {
      const records: FileRecord[] = []
      let start = 0
      for (let end = text.indexOf(newline); end !== -1; end = text.indexOf(newline, start)) {
        take(rest + text.slice(start, end), records)
        rest = ''
        start = end + 1
      }
      rest += text.slice(start)
      if (rest.length > longestLine) [rest, overlong] = ['', true]
      return records
    },
    end() {
      const records: FileRecord[] = []
      if (rest !== '' || overlong) take(rest, records)
      rest = ''
      while (held.length > 0) giveUp(records)
      return records
    },
  }
}

const split = (row: string, delimiter: string): string[] =>
  delimiter === ' ' ? row.trim().split(/[ \t]+/) : row.split(delimiter)

/** Rows that were put into quotes as a whole are split once more. */
const unwrapped = (cells: string[] | null, delimiter: string): string[] | null =>
  cells?.length === 1 && delimiter !== ' ' && cells[0]!.includes(delimiter) ? splitQuoted(cells[0]!, delimiter) : cells

/** `="007"`, as programs write what a spreadsheet is to leave alone. */
const formula = /^="(.*)"$/s

/** The cells of a row with quotes in it; null while a quote is open. A doubled quote inside quotes is one. */
function splitQuoted(given: string, delimiter: string): string[] | null {
  const row = delimiter === ' ' ? given.trim().replace(/[ \t]+/g, ' ') : given
  const cells: string[] = []
  for (let at = 0; ; ) {
    if (row[at] !== '"') {
      const end = row.indexOf(delimiter, at)
      cells.push((end === -1 ? row.slice(at) : row.slice(at, end)).replace(formula, '$1'))
      if (end === -1) return cells
      at = end + 1
      continue
    }
    let cell = ''
    let from = at + 1
    let close = row.indexOf('"', from)
    while (close !== -1 && row[close + 1] === '"') {
      cell += row.slice(from, close + 1)
      from = close + 2
      close = row.indexOf('"', from)
    }
    if (close === -1) return null
    const end = row.indexOf(delimiter, close + 1)
    cells.push(
      (cell + row.slice(from, close) + row.slice(close + 1, end === -1 ? undefined : end)).replace(formula, '$1'),
    )
    if (end === -1) return cells
    at = end + 1
  }
}

/** `\r` only where a text has no `\n` at all. */
export const detectNewline = (head: string): '\n' | '\r' => (!head.includes('\n') && head.includes('\r') ? '\r' : '\n')
