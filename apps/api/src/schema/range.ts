import type { PointRange } from '../store/point.ts'
import { builder } from './builder.ts'

/** The window of time that `points`, `statistics` and `truth` take. */
export const rangeArgs = (unlessSaid: string) =>
  builder.args(arg => ({
    from: arg.field({ type: 'DateTime', description: 'From this instant on, inclusive.' }),
    to: arg.field({ type: 'DateTime', description: 'Up to this instant, exclusive.' }),
    last: arg.int({ description: `Only this many, the most recent of the range, 1 to 1,000,000 [${unlessSaid}].` }),
  }))

/** What reading a range costs: one for each thousand points. */
export const rangeCost = ({ last, maxPoints }: PointRange & { maxPoints?: number | null | undefined }): number =>
  1 + Math.max(last ?? 1_000, maxPoints ?? 0) / 1_000
