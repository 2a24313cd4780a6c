/** Maps an instant or a value to pixels. */
export type Scale = (value: number) => number

/** A line through the points; a missing value (NaN) breaks it, one alone between two gaps becomes a dot. */
export function linePath(times: readonly number[], values: readonly number[], x: Scale, y: Scale): string {
  let path = ''
  let drawing = false
  for (let i = 0; i < times.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) {
      drawing = false
      continue
    }
    const point = `${x(times[i]!).toFixed(1)} ${y(value).toFixed(1)}`
    if (drawing) path += `L${point}`
    else path += Number.isNaN(values[i + 1] ?? Number.NaN) ? `M${point}h0` : `M${point}`
    drawing = true
  }
  return path
}

/** The area between two lines over the same instants; where either is missing it has no area. */
export function bandPath(
  times: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
  x: Scale,
  y: Scale,
): string {
  const places = times.map((_, i) => i).filter(i => !Number.isNaN(lower[i]! + upper[i]!))
  if (places.length === 0) return ''
  const along = (i: number, edge: readonly number[]) => `${x(times[i]!).toFixed(1)} ${y(edge[i]!).toFixed(1)}`
  const there = places.map(i => along(i, upper)).join('L')
  const back = places
    .toReversed()
    .map(i => along(i, lower))
    .join('L')
  return `M${there}L${back}Z`
}
