import type { AnomalyFields } from '../../graphql/anomaly.ts'
import { formatWithin } from '../../ui/number.ts'

type Bounded = Pick<AnomalyFields, 'value' | 'lower' | 'upper' | 'expected'>

/** Whether a value lies within what is usual, so that its size is not what stands out. */
export const isWithin = ({ value, lower, upper }: Bounded) => value >= lower && value <= upper

/** How to write an anomaly's figures, so that those that differ read differently. */
export function formatFigures({ value, lower, upper, expected }: Bounded) {
  const figures = [value, lower, upper, expected].filter(Number.isFinite)
  return formatWithin(Math.min(...figures), Math.max(...figures))
}
