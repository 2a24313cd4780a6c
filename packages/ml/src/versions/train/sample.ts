import type { VersionSample } from '@seriema/domain/version'

/** Points of the training data that a version keeps for its plot. */
const sampled = 500

/** The last of the points. */
export function sampleOf(times: Float64Array, channels: readonly Float64Array[]): VersionSample {
  const last = (values: Float64Array) => values.subarray(-sampled)
  return {
    times: Array.from(last(times)),
    channels: channels.map(values => Array.from(last(values), value => (Number.isNaN(value) ? null : value))),
  }
}
