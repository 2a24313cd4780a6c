/** A line ends where the next point is further away than so many of the steps that are usual. */
const mostSteps = 5
/** Less where values were left out in between, and it is not the rule that they are. */
const mostStepsMissing = 1.5
/** Steps are usual as far as nine in ten of them go: pauses that come again and again are no outages. */
const usualShare = 0.9

/**
 * Places of a channel's values, parted where nothing came for so long that a line would claim what nobody measured.
 * What is long is told from the channel's own steps, so that thinned-out, irregular and weekday points stay connected,
 * and a channel that has a value at every tenth instant only is a line too.
 */
export function stretches(times: readonly number[], values: readonly number[]): readonly (readonly number[])[] {
  const places: number[] = []
  for (let i = 0; i < times.length; i++) if (!Number.isNaN(values[i] ?? Number.NaN)) places.push(i)
  if (places.length === 0) return []

  const steps = places.slice(1).map((place, i) => times[place]! - times[places[i]!]!)
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(usualShare * (steps.length - 1))] ?? 0
  const found: number[][] = [[places[0]!]]
  for (const [i, step] of steps.entries()) {
    const place = places[i + 1]!
    const leftOut = place - places[i]! > 1
    if (step > usual * (leftOut ? mostStepsMissing : mostSteps)) found.push([])
    found.at(-1)!.push(place)
  }
  return found
}
