import type { ColumnSample } from '../detect-time.ts'
import { detectTimeFormat } from '../detect-time.ts'
import type { LeftOut } from '../findings.ts'
import { parseNumber } from '../numbers/cell.ts'
import { hasLetters, isMissing } from '../numbers/words.ts'
import { keyName, partNames, rowNumberName, timeName } from '../table/names.ts'

export interface ChosenValues {
  readonly values: readonly number[]
  /** Of `values`, those without a value in all that was seen. */
  readonly empty: readonly number[]
  readonly leftOut: readonly LeftOut[]
}

export interface ValueQuestion {
  readonly names: readonly string[]
  /** Whether the file names its columns. */
  readonly header: boolean
  readonly samples: readonly ColumnSample[]
  /** Times and keys. */
  readonly taken: ReadonlySet<number>
  /** What tells series apart, row by row. */
  readonly keys: ColumnSample | null
  readonly commaOf: (column: number) => boolean
  /** Whether a column of that name only repeats a part of the time. */
  readonly repeatsTime: (name: string, cells: ColumnSample) => boolean
  /** What makes the times, row by row. */
  readonly times: ColumnSample
  /** Whether all of the file was seen. */
  readonly complete: boolean
}

/** Share of a column's cells that are numbers, missing ones left out; 0 where all are missing. */
export function numericShare(cells: ColumnSample, decimalComma: boolean): number {
  let present = 0
  let numbers = 0
  for (const cell of cells) {
    if (isMissing(cell)) continue
    present++
    if (!Number.isNaN(parseNumber(cell, decimalComma))) numbers++
  }
  if (numbers === 0 && hasLetters(cells)) return 1
  return present === 0 ? 0 : numbers / present
}

/** Columns of numbers that are measured, and why each other one is not taken. */
export function chooseValues(question: ValueQuestion): ChosenValues {
  const { names, samples, taken, commaOf, complete, header } = question
  const values: number[] = []
  const empty: number[] = []
  const numbering: number[] = []
  const half: number[] = []
  const leftOut: LeftOut[] = []
  names.forEach((name, position) => {
    if (taken.has(position)) return
    const cells = samples[position]!
    const leave = (why: string) => leftOut.push({ name, position, why })
    if (cells.every(isMissing)) {
      const unnamed = /^column_\d+$/.test(name)
      if (!complete && header && !unnamed) {
        values.push(position)
        empty.push(position)
      } else if (!unnamed) leave('it is empty')
      return
    }
    const share = numericShare(cells, commaOf(position))
    const numbered = share >= 0.8 ? numbers(name, cells, question) : null
    if (numbered !== null) {
      numbering.push(position)
      leave(numbered)
    } else if (share >= 0.8) values.push(position)
    else {
      if (share >= 0.5) half.push(position)
      leave(describe(cells, share, commaOf(position)))
    }
  })
  if (values.length > empty.length) return { values, empty, leftOut }
  // Something has to be measured: better a column that looks like row numbers, or one with words in it, than none.
  const instead = numbering.length > 0 ? numbering : half
  return {
    values: [...values, ...instead].sort((a, b) => a - b),
    empty,
    leftOut: leftOut.filter(each => !instead.includes(each.position)),
  }
}

/** Why a column of numbers is no measurement; null where it is one. */
function numbers(name: string, cells: ColumnSample, question: ValueQuestion): string | null {
  const { keys, taken, repeatsTime, header, times } = question
  const given = name.trim()
  const present = cells.filter(cell => !isMissing(cell))
  const whole = present.every(cell => /^\s*\d+\s*$/.test(cell))
  if (whole && rowNumberName.test(given) && (counts(cells) || isRowId(present))) return 'it numbers the rows'
  if (given === 'table' && question.names.includes('result')) return 'it numbers the tables'
  if (passName.test(given) && hasLetters(cells))
    return 'it says which pass of an hour shown twice a row is of, as their order does'
  if (whole && /period/i.test(given) && counts(cells)) return 'it numbers the rows'
  const timed = timeName.test(given) || partNames.hour.test(given) || /^dt$/i.test(given)
  const found = timed ? detectTimeFormat(cells) : null
  if (found !== null && found.share > 0.9 && taken.size > 0) return `it holds times (${found.format})`
  if (!header && isEpochBeside(cells, times)) return 'it holds times, beside those that are taken'
  if (
    whole &&
    present.length > 2 &&
    (keyName.test(given) || /(?:id|code|stn|ean|nmi|mpan)$/i.test(given)) &&
    new Set(present).size === 1
  )
    return 'it is the same in every row'
  if (whole && repeatsTime(given, cells)) return 'it repeats a part of the time'
  if (keys !== null && numbersKeys(cells, keys)) return 'it numbers the series'
  return null
}

/** Of the same many digits as the epochs of the rows, and less than a year from them: a second time, whatever its name. */
function isEpochBeside(cells: ColumnSample, times: ColumnSample): boolean {
  return (
    times.length > 1 &&
    cells.every((cell, row) => {
      const time = times[row]!
      return /^\d{10,19}$/.test(time) && cell.length === time.length && cell.slice(0, 2) === time.slice(0, 2)
    })
  )
}

/** What markets call the flag of the hour that clocks show twice. */
const passName = /^(?:repeated.?hour(?:.?flag)?|dst.?flag|(?:is.?)?dst|dst.?indicator)$/i

const counts = (cells: ColumnSample): boolean =>
  cells.length > 1 && cells.every((cell, i) => i === 0 || Number(cell) === Number(cells[i - 1]) + 1)

const isRowId = (present: ColumnSample): boolean => present.length >= 5 && new Set(present).size === present.length

/** One number for each series, and another for every other. */
function numbersKeys(cells: ColumnSample, keys: ColumnSample): boolean {
  const numberOf = new Map<string, string>()
  for (let row = 0; row < cells.length; row++) {
    const known = numberOf.get(keys[row]!)
    if (known === undefined) numberOf.set(keys[row]!, cells[row]!)
    else if (known !== cells[row]) return false
  }
  return numberOf.size > 1 && new Set(numberOf.values()).size === numberOf.size && cells.length > 2 * numberOf.size
}

function describe(cells: ColumnSample, share: number, decimalComma: boolean): string {
  const words = cells.filter(cell => !isMissing(cell) && Number.isNaN(parseNumber(cell, decimalComma)))
  const example = `'${(words[0] ?? '').trim().slice(0, 40)}'`
  if (detectTimeFormat(cells) !== null) return 'it holds times'
  if (share === 0) return `it holds text, such as ${example}`
  return `only ${Math.round(share * 100)} % of its cells are numbers: not ${example}`
}
