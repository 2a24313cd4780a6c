import { Fault } from './fault.ts'

/** `from` inclusive, `to` exclusive (epoch milliseconds); `last` keeps the newest so many of them. */
export interface PointRange {
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
  readonly last?: number | null | undefined
}

/** How counters are shown: as they were sent, or as they are watched. */
export type CounterView = 'reading' | 'rate'

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

/** Values read as they are at most, of all channels together, and rows of few channels. */
const readAtMost = { values: 500_000, rows: 100_000 }

/** Points of so many channels that are read as they are; of more, extremes and figures are asked for. */
export const rowsAtMost = (channels: number): number =>
  Math.min(readAtMost.rows, Math.floor(readAtMost.values / channels))

/** Counts values that an operation has read, of however many ranges. Throws TOO_LARGE beyond what it may read. */
export type Spend = (values: number) => void

/** What a thousand values cost, whatever the rows they come in. */
const valuesPerCost = 1_000

export function createSpend(mostCost: number): Spend {
  let spent = 0
  return values => {
    spent += values / valuesPerCost
    if (spent > mostCost)
      throw new Fault(
        'TOO_LARGE',
        `what is asked for reads ${Math.ceil(spent)} thousand values, at most ${mostCost} thousand are read at once: ask for fewer rows or fewer series`,
      )
  }
}

/**
 * How many points of evenly spread ones a range would hold: an estimate that costs nothing.
 */
export function expectedRows(
  {
    pointCount,
    firstAt,
    lastAt,
  }: { readonly pointCount: number; readonly firstAt: number | null; readonly lastAt: number | null },
  { from, to, last }: PointRange,
): number {
  if (firstAt === null || lastAt === null || lastAt === firstAt) return Math.min(pointCount, last ?? pointCount)
  const share = (Math.min(to ?? lastAt, lastAt) - Math.max(from ?? firstAt, firstAt)) / (lastAt - firstAt)
  return Math.min(Math.ceil(pointCount * Math.max(0, share)), last ?? pointCount)
}

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
