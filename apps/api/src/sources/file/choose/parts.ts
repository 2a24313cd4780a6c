import { partNames } from '../table/names.ts'
import { compileWritten } from '../time-format.ts'

const partOf = {
  year: (date: Date) => date.getUTCFullYear(),
  month: (date: Date) => date.getUTCMonth() + 1,
  quarter: (date: Date) => Math.floor(date.getUTCMonth() / 3) + 1,
  day: (date: Date) => date.getUTCDate(),
  hour: (date: Date) => date.getUTCHours(),
  minute: (date: Date) => date.getUTCMinutes(),
} as const

/** Whether a column only repeats a part of the time of its row: the year, the month, the hour. */
export function createPartTest(
  times: readonly string[],
  format: string,
): (name: string, cells: readonly string[]) => boolean {
  const read = compileWritten(format)
  let dates: (Date | null)[] | null = null
  return (name, cells) => {
    const part = (Object.keys(partOf) as (keyof typeof partOf)[]).find(each => partNames[each].test(name.trim()))
    if (part === undefined) return false
    dates ??= times.map(text => {
      const written = read(text)
      return written === null ? null : new Date(written.local)
    })
    const known = dates.flatMap((date, row) => (date === null ? [] : [Number(cells[row]) === partOf[part](date)]))
    return known.length > 0 && known.filter(same => same).length >= 0.95 * known.length
  }
}
