import { periodogramPeaks } from '../../runtime/augurs.ts'
import { autocorrelation } from '../autocorrelation.ts'
import { fewestCycles } from './explained.ts'

/** The highest peaks of the channels' mean autocorrelation, as lags. */
export function correlationPeaks(channels: readonly Float64Array[]): readonly number[] {
  const longest = Math.floor(channels[0]!.length / fewestCycles)
  const correlations = new Float64Array(longest + 2)
  for (const values of channels) {
    const own = autocorrelation(values, longest + 1)
    for (let lag = 0; lag < own.length; lag++) correlations[lag] = correlations[lag]! + own[lag]!
  }
  const peaks: number[] = []
  for (let lag = 2; lag <= longest; lag++) {
    const here = correlations[lag]!
    if (here > 0 && here >= correlations[lag - 1]! && here > correlations[lag + 1]!) peaks.push(lag)
  }
  peaks.sort((a, b) => correlations[b]! - correlations[a]!)
  // Noise on a long, smooth season peaks at every short lag; the season itself only after the first fall below zero.
  const fall = correlations.findIndex(correlation => correlation < 0)
  return [...peaks.slice(0, 4), ...peaks.filter(lag => fall >= 0 && lag > fall).slice(0, 4)]
}

/** Peaks of the autocorrelation, the highest of each channel's periodogram, and their halves, thirds and quarters. */
export function candidatesFrom(peaks: readonly number[], channels: readonly Float64Array[]): readonly number[] {
  const suggested = channels.flatMap(values => periodogramPeaks(values).slice(0, 1))
  return [...new Set([...peaks, ...suggested].flatMap(period => [1, 2, 3, 4].map(part => Math.round(period / part))))]
}
