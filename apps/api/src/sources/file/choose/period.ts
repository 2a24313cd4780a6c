import type { ColumnSample } from '../detect-time.ts'
import type { Period } from '../times/pattern.ts'

/** How many periods a day has, where clocks change one way, not, and the other way; and the minutes of one. */
const days = [
  { most: [23, 24, 25], minutes: 60 },
  { most: [46, 48, 50], minutes: 30 },
  { most: [92, 96, 100], minutes: 15 },
  { most: [138, 144, 150], minutes: 10 },
  { most: [276, 288, 300], minutes: 5 },
] as const

const halfHours = /settlement|half.?hour|halbstunde|demi/i
const quarters = /viertel|quarter.?h|quarto|cuarto|quart d|15/i
const periodName =
  /period|settlement|viertelstunde|quarter.?h|half.?hour|interval|position|slot|\bsp\b|\bmtu\b|\bqh\b|^pos$|^step$|^tranche$|zeitscheibe/i

/** The period that so many of a day are; null for any other number. */
export const periodOf = (most: number, counted: boolean): Period | null => {
  const found = days.find(each => (each.most as readonly number[]).includes(most))
  return found === undefined ? null : `${counted ? 'P' : 'p'}${found.minutes}`
}

/**
 * Periods of a day in a column beside dates: whole numbers that count on within a date and begin anew with the next, or that
 * have the name of periods. null where they are none, or where no whole day tells how long one is.
 */
export function periodColumn(name: string, cells: ColumnSample, dates: ColumnSample): Period | null {
  if (!cells.every(cell => /^\s*\d{1,3}(?:\.0+)?\s*$/.test(cell))) return null
  const numbers = cells.map(Number)
  const [least, most] = [Math.min(...numbers.slice(0, 10_000)), numbers.reduce((a, b) => Math.max(a, b), 0)]
  if (least > 1 || (!periodName.test(name) && !countsOn(numbers, dates))) return null
  const counted = least === 1
  const whole = periodOf(counted ? most : most + 1, counted)
  if (halfHours.test(name) && most <= 50) return counted ? 'P30' : 'p30'
  if (quarters.test(name) && most <= 100) return counted ? 'P15' : 'p15'
  return whole
}

/** Whether numbers go up by one within a date and go back where it changes. */
function countsOn(numbers: readonly number[], dates: ColumnSample): boolean {
  let begun = 0
  for (let row = 1; row < numbers.length; row++) {
    const step = numbers[row]! - numbers[row - 1]!
    if (dates[row] === dates[row - 1] ? step !== 1 : numbers[row]! > 1) return false
    if (dates[row] !== dates[row - 1]) begun++
  }
  return begun > 0
}

/** Whether a date that is neither the first nor the last has as many rows as `most`, counted without a gap. */
export function someDayOf(most: number, numbers: readonly number[], dates: ColumnSample): boolean {
  let begin = -1
  for (let row = 1; row < numbers.length; row++) {
    if (dates[row] === dates[row - 1]) continue
    if (begin > 0 && row - begin === most && numbers[begin] === 1 && numbers[row - 1] === most) return true
    begin = row
  }
  return false
}
