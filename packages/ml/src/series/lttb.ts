/**
 * Down-samples columnar points for a chart with Largest-Triangle-Three-Buckets (Steinarsson, "Downsampling Time Series
 * for Visual Representation", 2013) and returns the ascending indices to keep.
 *
 * Always kept: the first and last point, each channel's global minimum and maximum, and every index in `keep` (say, of
 * anomalies). What is left of `target` is spent on buckets of equal count, one point each: the one that spans, in any
 * channel, the largest triangle with the point chosen before and the mean of the bucket after; areas are measured
 * relative to the channel's range, so that no channel drowns another. Missing values (NaN) span no triangle; a bucket
 * with nothing but missing values gives its first point, so that a gap stays visible.
 *
 * At most `max(target, always kept)` indices come back; all of them when there are no more than `target`. O(points ·
 * channels).
 */
export function lttb(
  times: Float64Array,
  channels: readonly Float64Array[],
  target: number,
  keep: ArrayLike<number> = [],
): Uint32Array {
  const n = times.length
  if (n <= target || n <= 2) return Uint32Array.from({ length: n }, (_, i) => i)
  const chosen = new Uint8Array(n)
  const scales = new Float64Array(channels.length)
  chosen[0] = 1
  chosen[n - 1] = 1
  for (let i = 0; i < keep.length; i++) if (keep[i]! >= 0 && keep[i]! < n) chosen[keep[i]!] = 1
  channels.forEach((values, channel) => {
    const { lowest, highest } = extremes(values)
    if (lowest < 0) return
    chosen[lowest] = 1
    chosen[highest] = 1
    const range = values[highest]! - values[lowest]!
    scales[channel] = range > 0 ? 1 / range : 0
  })
  const buckets = target - count(chosen)
  if (buckets > 0) chooseInBuckets(times, channels, scales, buckets, chosen)
  const indices = new Uint32Array(count(chosen))
  for (let i = 0, k = 0; i < n; i++) if (chosen[i] === 1) indices[k++] = i
  return indices
}

function chooseInBuckets(
  times: Float64Array,
  channels: readonly Float64Array[],
  scales: Float64Array,
  buckets: number,
  chosen: Uint8Array,
): void {
  const n = times.length
  const edge = (bucket: number) => 1 + Math.floor((bucket * (n - 2)) / buckets)
  const areas = new Float64Array(n)
  const previousTimes = new Float64Array(channels.length).fill(times[0]!)
  const previousValues = Float64Array.from(channels, values => values[0]!)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = edge(bucket)
    const to = edge(bucket + 1)
    if (from === to) continue
    const nextTo = bucket + 1 < buckets ? edge(bucket + 2) : n
    areas.fill(0, from, to)
    for (let channel = 0; channel < channels.length; channel++) {
      const values = channels[channel]!
      const next = meanPoint(times, values, to, nextTo)
      if (next === null) continue
      const before = previousValues[channel]!
      const beforeTime = previousTimes[channel]!
      const base = Number.isNaN(before) ? next.value : before
      const scale = scales[channel]!
      for (let i = from; i < to; i++) {
        const doubled = (beforeTime - next.time) * (values[i]! - base) - (beforeTime - times[i]!) * (next.value - base)
        const area = Math.abs(doubled * scale)
        if (area > areas[i]!) areas[i] = area
      }
    }
    let best = from
    for (let i = from + 1; i < to; i++) if (areas[i]! > areas[best]!) best = i
    chosen[best] = 1
    for (let channel = 0; channel < channels.length; channel++) {
      const value = channels[channel]![best]!
      if (Number.isNaN(value)) continue
      previousValues[channel] = value
      previousTimes[channel] = times[best]!
    }
  }
}

function meanPoint(times: Float64Array, values: Float64Array, from: number, to: number) {
  let present = 0
  let time = 0
  let value = 0
  for (let i = from; i < to; i++) {
    if (Number.isNaN(values[i]!)) continue
    present++
    time += times[i]!
    value += values[i]!
  }
  return present === 0 ? null : { time: time / present, value: value / present }
}

/** Indices of the first smallest and first largest present value; -1 where there is none. */
function extremes(values: Float64Array): { lowest: number; highest: number } {
  let lowest = -1
  let highest = -1
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    if (lowest < 0 || value < values[lowest]!) lowest = i
    if (highest < 0 || value > values[highest]!) highest = i
  }
  return { lowest, highest }
}

function count(flags: Uint8Array): number {
  let total = 0
  for (let i = 0; i < flags.length; i++) total += flags[i]!
  return total
}
