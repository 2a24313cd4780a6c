import type { ColumnSample } from '../detect-time.ts'
import { partNames } from '../table/names.ts'

const hour =
  /^(?:h(?:[er]|our|ora)?[ _.-]?)?(\d{1,2})(?:\.0+)?[ab]?(?: ?(?:h(?:rs?)?|uhr))?(?: ?[-–] ?(\d{1,2})(?: ?h)?)?$/i

/** The hour that a cell of a column of hours says, as `HE01`, `1h`, `3A` or `00h-01h`; NaN for anything else. */
export function numberOfHour(cell: string): number {
  const [, from, to] = hour.exec(cell.trim()) ?? []
  if (from === undefined || Number(from) > 24) return Number.NaN
  return to === undefined || Number(to) === Number(from) + 1 || Number(to) === 0 ? Number(from) : Number.NaN
}

/** Whether a column of hours says by its name or in its cells that these are named by their end. */
export const areEndings = (name: string, cells: ColumnSample): boolean =>
  /ending|^he$/i.test(name.trim()) || cells.every(cell => /^he/i.test(cell.trim()))

const clockName = /^(?:t|tim|time|hora|zeit|heure|hhmm|hrmn|uhrzeit)(?:[_ ].*)?$/i
const clocks = [
  { shape: /^(?:[01]\d|2[0-4])[0-5]\d$/, pattern: 'HHmm' },
  { shape: /^(?:[01]\d|2[0-4])[0-5]\d[0-5]\d$/, pattern: 'HHmmss' },
  { shape: /^(?:[01]\d|2[0-4])[0-5]\d ?(?:UTC|GMT|Z)$/, pattern: 'HHmmZ' },
  { shape: /^(?:0?[1-9]|1[0-2]) ?[AP]\.?M\.?$/i, pattern: 'hhA' },
] as const
/** 0, 930, 2400: as a program writes the number of `HHmm`. */
const unpadded = /^(?:[0-5]?\d|(?:[1-9]|1\d|2[0-4])[0-5]\d)$/

/** Times of day without a sign between, as 0000, 0030 … 2330 or `1 PM`, in a column that is named like one; null for none. */
export function compactClock(
  names: readonly string[],
  samples: readonly ColumnSample[],
  taken: readonly number[],
  dates: ColumnSample,
) {
  const repeated = new Set(dates).size < dates.length
  for (const [column, given] of names.entries()) {
    const name = given.replace(/[<>]/g, '').trim()
    if (taken.includes(column) || !(clockName.test(name) || partNames.hour.test(name))) continue
    const cells = samples[column]!.map(cell => cell.trim())
    const found = clocks.find(({ shape }) => cells.every(cell => shape.test(cell)))
    if (found !== undefined) return { column, pattern: found.pattern }
    if (repeated && cells.every(cell => unpadded.test(cell)) && cells.some(cell => Number(cell) >= 100))
      return { column, pattern: 'HHmm' }
  }
  return null
}

const seconds = /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/

/** Under any name, six digits that go up within each day and are a time of it throughout are one by no chance; -1 for none. */
export const clockByOrder = (samples: readonly ColumnSample[], taken: readonly number[], dates: ColumnSample): number =>
  samples.findIndex(
    (cells, column) =>
      !taken.includes(column) &&
      cells.length >= 10 &&
      cells.every((cell, row) => {
        const goesOn = row === 0 || dates[row] !== dates[row - 1] || cell.trim() > cells[row - 1]!.trim()
        return goesOn && seconds.test(cell.trim())
      }),
  )
