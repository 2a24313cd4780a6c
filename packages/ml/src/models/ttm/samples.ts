/** Windows to learn from: the past and the future of each, [time, channels] row by row. */
export interface Samples {
  readonly count: number
  past(index: number): Float32Array
  future(index: number): Float32Array
  /** As `past` and `future`: 1 where a value was observed. All of them where they are left out. */
  observed?(index: number): Uint8Array
  futureObserved?(index: number): Uint8Array
  /** The token of the sampling frequency, for a model with a frequency prefix. */
  frequency?(index: number): number
  /** One token for each static category the model has. */
  categories?(index: number): readonly number[]
}

/** A series to learn from; a plain array is one of a single channel, fully observed. */
export interface SampledSeries {
  /** [time, channels] row by row; what was not observed holds 0. */
  readonly values: Float32Array
  /** Default 1. */
  readonly channels?: number
  /** As `values`: 1 where one was observed; all of them where it is left out. */
  readonly observed?: Uint8Array
  /** See `frequencyToken`; 0 where it is left out. */
  readonly frequency?: number
  readonly categories?: readonly number[]
}

/**
 * Every window (stride 1) of some series, without a copy: the windows of the first, then those of the second, and so on.
 * A series shorter than context and horizon together has none.
 */
export function windowSamples(
  series: readonly (Float32Array | SampledSeries)[],
  context: number,
  horizon: number,
): Samples {
  const all = series.map((one): SampledSeries => (one instanceof Float32Array ? { values: one } : one))
  const first: number[] = []
  let count = 0
  for (const { values, channels = 1 } of all) {
    first.push(count)
    count += Math.max(0, values.length / channels - context - horizon + 1)
  }
  const seriesOf = (index: number): number => {
    let s = first.length - 1
    while (first[s]! > index) s--
    return s
  }
  /** The series, and where in it `length` points of the window lie, from `skipped` points after its beginning. */
  const part = (index: number, skipped: number, length: number) => {
    const s = seriesOf(index)
    const channels = all[s]!.channels ?? 1
    const from = (index - first[s]! + skipped) * channels
    return { series: all[s]!, from, to: from + length * channels }
  }
  const values = (index: number, skipped: number, length: number) => {
    const { series, from, to } = part(index, skipped, length)
    return series.values.subarray(from, to)
  }
  const seen = (index: number, skipped: number, length: number) => {
    const { series, from, to } = part(index, skipped, length)
    return series.observed?.subarray(from, to) ?? new Uint8Array(to - from).fill(1)
  }
  return {
    count,
    past: index => values(index, 0, context),
    future: index => values(index, context, horizon),
    ...(all.some(({ observed }) => observed !== undefined) && {
      observed: index => seen(index, 0, context),
      futureObserved: index => seen(index, context, horizon),
    }),
    frequency: index => all[seriesOf(index)]!.frequency ?? 0,
    categories: index => all[seriesOf(index)]!.categories ?? [],
  }
}
