import { type WindowRequest, windowBounds } from '@seriema/domain/range'
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

/** What reading a range costs: one for each thousand points. */
export const rangeCost = ({ last, maxPoints }: WindowRequest): number =>
  1 + Math.max(last ?? 1_000, maxPoints ?? 0) / 1_000
