import type { AccuracyByDay } from '../../graphql/accuracy.ts'

const day = 86_400_000

/** A figure a day, NaN where there was nothing to compare; `times` are when the days begin. */
export interface Curve {
  readonly times: readonly number[]
  readonly daily: readonly number[]
  /** Over all pairs of the last `length` days up to each. */
  readonly rolling: readonly number[]
}

/** Mean absolute error from the day of an instant on, day by day: what is given begins `length` days earlier. */
export function rollingError(days: readonly AccuracyByDay[], from: number, length = 30): Curve {
  const sums = new Map(
    days.flatMap(({ day, figures: { count, mae } }) =>
      day === null || mae === null ? [] : [[Date.parse(day), { count, sum: count * mae }] as const],
    ),
  )
  const last = Math.max(...sums.keys())
  const times: number[] = []
  for (let at = Math.floor(from / day) * day; at <= last; at += day) times.push(at)
  const over = (at: number, many: number) => {
    let [count, sum] = [0, 0]
    for (let d = 0; d < many; d++) {
      const one = sums.get(at - d * day)
      count += one?.count ?? 0
      sum += one?.sum ?? 0
    }
    return count > 0 ? sum / count : Number.NaN
  }
  return { times, daily: times.map(at => over(at, 1)), rolling: times.map(at => over(at, length)) }
}
