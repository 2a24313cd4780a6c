/**
 * Autocorrelation of `values` (less their mean) at lags 0 to `longest`, by the fast Fourier transform in O(n log n). All
 * zeros for a constant series.
 */
export function autocorrelation(values: Float64Array, longest: number): Float64Array {
  const n = values.length
  let size = 1
  while (size < n + longest + 1) size *= 2
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  let mean = 0
  for (let i = 0; i < n; i++) mean += values[i]! / n
  for (let i = 0; i < n; i++) real[i] = values[i]! - mean
  transform(real, imaginary)
  for (let i = 0; i < size; i++) {
    real[i] = real[i]! * real[i]! + imaginary[i]! * imaginary[i]!
    imaginary[i] = 0
  }
  transform(real, imaginary)
  const power = real[0]!
  const correlations = new Float64Array(longest + 1)
  if (power > 0) for (let lag = 0; lag <= longest; lag++) correlations[lag] = real[lag]! / power
  return correlations
}

/** Radix-2 fast Fourier transform in place; the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      swap(real, i, j)
      swap(imaginary, i, j)
    }
  }
  for (let length = 2; length <= n; length *= 2) {
    const half = length / 2
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / length
      const cosine = Math.cos(angle)
      const sine = Math.sin(angle)
      for (let i = k; i < n; i += length) {
        const j = i + half
        const re = real[j]! * cosine - imaginary[j]! * sine
        const im = real[j]! * sine + imaginary[j]! * cosine
        real[j] = real[i]! - re
        imaginary[j] = imaginary[i]! - im
        real[i] = real[i]! + re
        imaginary[i] = imaginary[i]! + im
      }
    }
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i]!
  values[i] = values[j]!
  values[j] = kept
}
