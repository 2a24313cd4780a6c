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
  const sums = new Float64Array(period)
  const counts = new Int32Array(period)
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

/** Mean over one period around each point (for an even period, half weight at both ends); 0 where it does not fit. */
function centredMean(values: Float64Array, period: number): Float64Array {
  const n = values.length
  const sums = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + values[i]!
  const means = new Float64Array(n)
  const half = period >> 1
  for (let i = half; i < n - half; i++) {
    means[i] =
      period % 2 === 1
        ? (sums[i + half + 1]! - sums[i - half]!) / period
        : (sums[i + half]! - sums[i - half + 1]! + (values[i - half]! + values[i + half]!) / 2) / period
  }
  return means
}
