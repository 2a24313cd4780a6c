import { stretches } from './stretches.ts'

/** Maps an instant or a value to pixels. */
export type Scale = (value: number) => number

/** A line through the points, as long as they follow each other (see `stretches`), and dots for those that are alone. */
export interface LinePath {
  readonly line: string
  readonly dots: string
}

export function linePath(times: readonly number[], values: readonly number[], x: Scale, y: Scale): LinePath {
  let line = ''
  let dots = ''
  const point = (i: number) => `${x(times[i]!).toFixed(1)} ${y(values[i]!).toFixed(1)}`
  for (const places of stretches(times, values)) {
    if (places.length === 1) dots += `M${point(places[0]!)}h0`
    else line += `M${places.map(point).join('L')}`
  }
  return { line, dots }
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
