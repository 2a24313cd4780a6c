/** The values of a series under way; functions named for what they do to `x` change it in place. */
export type Values = Float64Array

export const addTo = (x: Values, y: Values, factor = 1): Values => {
  for (let t = 0; t < x.length; t++) x[t]! += factor * y[t]!
  return x
}

export const multiplyBy = (x: Values, y: Values): Values => {
  for (let t = 0; t < x.length; t++) x[t]! *= y[t]!
  return x
}

/** Mean 0 and standard deviation 1; what is constant becomes 0. */
export function standardise(x: Values): Values {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  let squares = 0
  for (let t = 0; t < x.length; t++) squares += (x[t]! - mean) ** 2
  const deviation = Math.sqrt(squares / x.length)
  const scale = deviation > 1e-9 ? 1 / deviation : 0
  for (let t = 0; t < x.length; t++) x[t] = (x[t]! - mean) * scale
  return x
}

/** The value below which this share lies. */
export const quantile = (x: Values, share: number): number =>
  x.toSorted()[Math.min(x.length - 1, Math.floor(share * x.length))]!
