/** A season must have been seen this many times to be believed. */
export const fewestCycles = 3

/** Less the straight line of least squares; null when nothing but rounding is left. */
export function detrended(values: Float64Array): Float64Array | null {
  const n = values.length
  if (n < 2 * fewestCycles) return null
  const first = values[0]!
  let mean = 0
  let product = 0
  const centre = (n - 1) / 2
  let largest = 0
  for (let i = 0; i < n; i++) {
    mean += (values[i]! - first) / n
    largest = Math.max(largest, Math.abs(values[i]!))
  }
  for (let i = 0; i < n; i++) product += (i - centre) * (values[i]! - first - mean)
  const slope = (12 * product) / (n * (n * n - 1))
  const rest = values.map((value, i) => value - first - mean - slope * (i - centre))
  const variance = rest.reduce((sum, value) => sum + value * value, 0) / n
  return Math.sqrt(variance) > 1e-9 * largest ? rest : null
}

/**
 * Leave-one-cycle-out R²: 1 − Σ(value − mean of the other cycles at its phase)² / Σ(value)², after a centred moving
 * average over one period is taken off. About 0 or below for noise and random walks, whatever the period.
 */
export function explainedByOtherCycles(values: Float64Array, period: number): number {
  const level = centredMean(values, period)
  const sums = cleared(phaseSums, period)
  const counts = cleared(phaseCounts, period)
  const margin = period >> 1
  const end = values.length - margin
  // Counted along: a division for each value would take most of the time.
  for (let i = margin, phase = margin; i < end; i++, phase++) {
    if (phase === period) phase = 0
    sums[phase] = sums[phase]! + values[i]! - level[i]!
    counts[phase] = counts[phase]! + 1
  }
  let total = 0
  let left = 0
  for (let i = margin, phase = margin; i < end; i++, phase++) {
    if (phase === period) phase = 0
    const count = counts[phase]!
    if (count < 2) continue
    const value = values[i]! - level[i]!
    total += value * value
    left += (value - (sums[phase]! - value) / (count - 1)) ** 2
  }
  return total > 0 ? 1 - left / total : 0
}

/** Mean over one period around each point (for an even period, half weight at both ends), where it fits. Holds until it is asked for another. */
function centredMean(values: Float64Array, period: number): Float64Array {
  const n = values.length
  const sums = sumsBefore(values)
  const means = room(levels, n)
  const half = period >> 1
  if (period % 2 === 1)
    for (let i = half; i < n - half; i++) means[i] = (sums[i + half + 1]! - sums[i - half]!) / period
  else
    for (let i = half; i < n - half; i++)
      means[i] = (sums[i + half]! - sums[i - half + 1]! + (values[i - half]! + values[i + half]!) / 2) / period
  return means
}

/** The sum of all values before each place: many periods are judged on the same values, one after the other. */
function sumsBefore(values: Float64Array): Float64Array {
  const known = sumsOf.get(values)
  if (known !== undefined) return known
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!
  sumsOf.set(values, sums)
  return sums
}

/** By values that are never written to again. */
const sumsOf = new WeakMap<Float64Array, Float64Array>()

/** Room that is used again: a search judges hundreds of periods. */
const levels = { held: new Float64Array(0) }
const phaseSums = { held: new Float64Array(0) }
const phaseCounts = { held: new Float64Array(0) }

function room(of: { held: Float64Array }, length: number): Float64Array {
  if (of.held.length < length) of.held = new Float64Array(length)
  return of.held
}

const cleared = (of: { held: Float64Array }, length: number): Float64Array => room(of, length).fill(0, 0, length)
