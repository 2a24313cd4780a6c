import type { Window } from '../contract/forecaster.ts'
import { quantileOf } from '../statistics/quantiles.ts'
import type { ChannelStatistics, TrainingData } from './description.ts'

const shares = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** What an artifact tells of the data it was trained on; `from` is the instant of the first point. */
export function describeTraining({ channels, interval }: Window, from: number): TrainingData {
  const points = channels[0]?.length ?? 0
  return { points, from, to: from + Math.max(0, points - 1) * interval, channels: channels.map(statisticsOf) }
}

/** Sums are taken from the first value on, so that a level far from zero costs no precision. */
function statisticsOf(values: Float64Array): ChannelStatistics {
  const sorted = values.toSorted()
  const first = values[0] ?? 0
  const mean = first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const quantiles = shares.map(share => quantileOf(sorted, share)) as unknown as ChannelStatistics['quantiles']
  return { mean, deviation, least: sorted[0]!, greatest: sorted.at(-1)!, quantiles }
}
