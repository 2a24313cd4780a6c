import { type ChosenTime, type ColumnSample, detectTimeFormat } from '../detect-time.ts'
import { isTimeOfDay } from '../times/clock.ts'
import { monthOf } from '../times/names.ts'
import { joinCells } from './hour.ts'

/**
 * The time of a system log whose spaces part it into columns: a month in words, a day and a time of day side by side. null
 * where there are none.
 */
export function fromLog(samples: readonly ColumnSample[]): ChosenTime | null {
  const month = samples.findIndex(
    (cells, column) =>
      cells.length > 0 &&
      cells.every(isMonth) &&
      samples[column + 1]?.every(isDay) === true &&
      samples[column + 2] !== undefined &&
      isTimeOfDay(samples[column + 2]!),
  )
  if (month === -1) return null
  const columns = [month, month + 1, month + 2]
  const found = detectTimeFormat(joinCells(samples, columns))
  return found === null ? null : { ...found, columns }
}

const isMonth = (cell: string): boolean => /^\p{L}{3,}/u.test(cell.trim()) && monthOf(cell.trim()) !== -1
const isDay = (cell: string): boolean => /^(?:[1-9]|[0-2]\d|3[01])$/.test(cell.trim())
