import { periodogramPeaks } from '../runtime/augurs.ts'
import { autocorrelation } from './autocorrelation.ts'

/** Points looked at, the most recent ones: fewer of each channel where there are several, to bound the time to some 30 ms. */
const longestLookedAt = 4_096
const mostChannels = 8
/** A season must have been seen this many times to be believed. */
const fewestCycles = 3
/** A longer season is preferred to a shorter one only when it explains this share of what the shorter leaves. */
const worthwhile = 0.15

/**
 * Season length in points; 1 where none is worth the name (noise, a constant, a trend, a random walk).
 *
 * Candidates are peaks of the autocorrelation, those of the periodogram, and their halves, thirds and quarters. Each is
 * judged, and moved to the best length beside it, by what a season is for: how much of a cycle, less its moving average,
 * the mean of the other cycles explains. The shortest wins unless a longer one explains much more. Several channels are
 * judged together, by their means.
 *
 * @param channels equally long, without missing values (see `regularGrid`)
 */
export function detectSeason(channels: readonly Float64Array[]): number {
  const judges = channels.slice(0, mostChannels)
  const lookedAt = Math.floor(longestLookedAt / Math.sqrt(judges.length))
  const recent = judges.map(values => detrended(values.subarray(Math.max(0, values.length - lookedAt))))
  const moving = recent.filter(values => values !== null)
  if (moving.length === 0) return 1
  const points = moving[0]!.length
  const judged = new Map<number, number>()
  const judge = (period: number): number => {
    if (period < 2 || period * fewestCycles > points) return 0
    const known = judged.get(period)
    if (known !== undefined) return known
    const share = moving.reduce((sum, values) => sum + explainedByOtherCycles(values, period), 0) / recent.length
    judged.set(period, share)
    return share
  }
  const refined = new Set(candidatesOf(moving).map(candidate => climb(candidate, judge)))
  let season = 1
  let explained = 0
  for (const period of [...refined].sort((a, b) => a - b)) {
    const share = judge(period)
    if (share < fewestExplained(points, period)) continue
    if (season > 1 && share <= explained + worthwhile * (1 - explained)) continue
    season = period
    explained = share
  }
  return season
}

/** What chance explains shrinks with the number of points and of cycles; below a tenth a season is no use anyway. */
const fewestExplained = (points: number, period: number) => 0.1 + 1 / Math.sqrt(points) + period / points

/** The best length within reach of a candidate, uphill in steps of one. */
function climb(candidate: number, judge: (period: number) => number): number {
  let best = candidate
  for (let steps = Math.max(2, candidate >> 4); steps > 0; steps--) {
    const next = judge(best - 1) > judge(best + 1) ? best - 1 : best + 1
    if (judge(next) <= judge(best)) break
    best = next
  }
  return best
}

/** Less the straight line of least squares; null when nothing but rounding is left. */
function detrended(values: Float64Array): Float64Array | null {
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

/** Peaks of the channels' mean autocorrelation and of their periodograms, and simple fractions of both. */
function candidatesOf(channels: readonly Float64Array[]): readonly number[] {
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
  const highest = [...peaks.slice(0, 4), ...peaks.filter(lag => fall >= 0 && lag > fall).slice(0, 4)]
  const suggested = channels.flatMap(values => periodogramPeaks(values).slice(0, 1))
  return [...new Set([...highest, ...suggested].flatMap(period => [1, 2, 3, 4].map(part => Math.round(period / part))))]
}

/**
 * Leave-one-cycle-out R²: 1 − Σ(value − mean of the other cycles at its phase)² / Σ(value)², after a centred moving
 * average over one period is taken off. About 0 or below for noise and random walks, whatever the period.
 */
function explainedByOtherCycles(values: Float64Array, period: number): number {
  const level = centredMean(values, period)
  const sums = new Float64Array(period)
  const counts = new Int32Array(period)
  const margin = period >> 1
  const end = values.length - margin
  for (let i = margin; i < end; i++) {
    sums[i % period] = sums[i % period]! + values[i]! - level[i]!
    counts[i % period] = counts[i % period]! + 1
  }
  let total = 0
  let left = 0
  for (let i = margin; i < end; i++) {
    const count = counts[i % period]!
    if (count < 2) continue
    const value = values[i]! - level[i]!
    total += value * value
    left += (value - (sums[i % period]! - value) / (count - 1)) ** 2
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
