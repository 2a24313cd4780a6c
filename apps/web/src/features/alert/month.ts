/** A month of the reader's calendar, in epoch milliseconds; `to` is exclusive. */
export interface Month {
  readonly from: number
  readonly to: number
}

export function monthOf(at: number): Month {
  const date = new Date(at)
  return monthAt(date.getFullYear(), date.getMonth())
}

export function nextMonth({ from }: Month, by: 1 | -1): Month {
  const date = new Date(from)
  return monthAt(date.getFullYear(), date.getMonth() + by)
}

const monthAt = (year: number, month: number): Month => ({
  from: new Date(year, month, 1).getTime(),
  to: new Date(year, month + 1, 1).getTime(),
})

/** The days of a month, each from midnight to midnight, by weeks that begin on Monday; null: a day of another month. */
export function weeksOf({ from, to }: Month): readonly (readonly (Month | null)[])[] {
  const days: (Month | null)[] = Array.from({ length: (new Date(from).getDay() + 6) % 7 }, () => null)
  for (let at = from; at < to; ) {
    const date = new Date(at)
    const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
    days.push({ from: at, to: next })
    at = next
  }
  while (days.length % 7 !== 0) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(7 * week, 7 * week + 7))
}
