import { Fault } from './fault.ts'

/** `from` inclusive, `to` exclusive (epoch milliseconds); `last` keeps the newest so many of them. */
export interface PointRange {
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
  readonly last?: number | null | undefined
}

export interface WindowRequest extends PointRange {
  /** More points than this are down-sampled. */
  readonly maxPoints?: number | null | undefined
  /** Points to average over. */
  readonly rollingMean?: number | null | undefined
}

/** A request with every wish checked; null where there is none. */
export type CheckedWindow = { readonly [K in keyof WindowRequest]-?: number | null }

/** Points given where no range and no number is asked for. */
export const usualLast = 1_000
export const windowBounds = { last: [1, 1_000_000], maxPoints: [2, 100_000], rollingMean: [1, 100_000] } as const

/** The last 1,000 unless something else is asked for. Throws INVALID_INPUT. */
export function checkWindow(request: WindowRequest): CheckedWindow {
  const { from = null, to = null, last = null, maxPoints = null, rollingMean = null } = request
  const wishes = { last, maxPoints, rollingMean }
  for (const name of Object.keys(windowBounds) as (keyof typeof windowBounds)[]) {
    const [least, most] = windowBounds[name]
    const value = wishes[name]
    if (value !== null && !(Number.isInteger(value) && value >= least && value <= most))
      throw new Fault('INVALID_INPUT', `${name} is ${least} to ${most.toLocaleString('en')}, not ${value}`)
  }
  if (from !== null && to !== null && from >= to)
    throw new Fault('INVALID_INPUT', 'from must be before to: the range would be empty')
  return { from, to, maxPoints, rollingMean, last: last ?? (from === null && to === null ? usualLast : null) }
}
