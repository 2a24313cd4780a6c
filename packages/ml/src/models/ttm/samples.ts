/** Windows to learn from: the past and the future of each, [time, channels] row by row. */
export interface Samples {
  readonly count: number
  past(index: number): Float32Array
  future(index: number): Float32Array
}

/**
 * Every window (stride 1) of series that are looked at one by one, without a copy: the windows of the first series, then
 * those of the second, and so on. A series shorter than context and horizon together has none.
 */
export function windowSamples(series: readonly Float32Array[], context: number, horizon: number): Samples {
  const first: number[] = []
  let count = 0
  for (const values of series) {
    first.push(count)
    count += Math.max(0, values.length - context - horizon + 1)
  }
  const at = (index: number): { values: Float32Array; start: number } => {
    let s = first.length - 1
    while (first[s]! > index) s--
    return { values: series[s]!, start: index - first[s]! }
  }
  return {
    count,
    past(index) {
      const { values, start } = at(index)
      return values.subarray(start, start + context)
    },
    future(index) {
      const { values, start } = at(index)
      return values.subarray(start + context, start + context + horizon)
    },
  }
}
