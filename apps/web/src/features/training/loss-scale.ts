import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { ticks } from '../../ui/chart/ticks.ts'
import type { ValueTicks } from '../../ui/chart/value-ticks.ts'
import { formatExact } from '../../ui/number.ts'

const mostTicks = 6

/** Where a loss is on its axis: most of a curve is told by its digits. NaN for one that has no place there. */
export const logarithm = (loss: number): number => (loss > 0 ? Math.log10(loss) : Number.NaN)

/** Ticks of an axis of logarithms: 1, 2 and 5 of each power of ten where they have room, else the powers alone. */
export function lossTicks([low, high]: Domain): Pick<ValueTicks, 'values' | 'labels'> {
  const powers = Array.from({ length: Math.floor(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i)
  const within = (losses: readonly number[]) =>
    losses.filter(loss => Math.log10(loss) >= low && Math.log10(loss) <= high)
  const fine = within(powers.flatMap(power => [1, 2, 5].map(digit => Number(`${digit}e${power}`))))
  const coarse = within(powers.map(power => Number(`1e${power}`)))
  const losses = fine.length < 2 ? ticks(10 ** low, 10 ** high, 4).values : fine.length > mostTicks ? coarse : fine
  return { values: losses.map(Math.log10), labels: losses.map(loss => formatExact(Number(loss.toPrecision(12)))) }
}
