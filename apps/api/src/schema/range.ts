import { rowsAtMost, usualLast, type WindowRequest, windowBounds } from '@seriema/domain/range'
import { builder } from './builder.ts'
import { between } from './words.ts'

/** The window of time that `points`, `statistics` and `truth` take. */
export const rangeArgs = (unlessSaid: string) =>
  builder.args(arg => ({
    from: arg.field({ type: 'DateTime', description: 'From this instant on, inclusive.' }),
    to: arg.field({ type: 'DateTime', description: 'Up to this instant, exclusive.' }),
    last: arg.int({
      description: `Only this many, the most recent of the range, ${between(windowBounds.last)} [${unlessSaid}].`,
    }),
  }))

/**
 * What reading a range costs: one for each thousand points of it, as many as are read of a long one where it does not say
 * how many. What it has read counts once more, values of all channels, while it is read.
 */
export const rangeCost = ({ from, to, last, maxPoints }: WindowRequest): number =>
  1 + Math.max(last ?? (from == null && to == null ? usualLast : rowsAtMost(1)), maxPoints ?? 0) / 1_000
