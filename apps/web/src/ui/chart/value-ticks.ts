import type { Domain } from './sticky-domain.ts'
import { type TickLabels, tickLabels } from './tick-labels.ts'
import { ticks } from './ticks.ts'

export interface ValueTicks extends TickLabels {
  readonly values: readonly number[]
  readonly step: number
}

const pixelsEach = 48

/** The ticks of a value axis that is `height` pixels long: two at least, since one says nothing of its scale. */
export function valueTicks([low, high]: Domain, height: number): ValueTicks {
  const count = Math.max(2, Math.floor(height / pixelsEach))
  const found = ticks(low, high, count)
  const { step, values } = found.values.length > 1 ? found : ticks(low, high, 2 * count + 1)
  return { step, values, ...tickLabels(values, step) }
}
