/** Round numbers within `[low, high]`, about `count` of them, one step of 1, 2 or 5 · 10ⁿ apart. */
export function ticks(low: number, high: number, count: number): { step: number; values: number[] } {
  const rough = (high - low) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const fraction = rough / power
  const step = power * (fraction < 1.5 ? 1 : fraction < 3.5 ? 2 : fraction < 7.5 ? 5 : 10)
  const values: number[] = []
  for (let i = Math.ceil(low / step); i * step <= high; i++) values.push(i * step)
  return { step, values }
}
