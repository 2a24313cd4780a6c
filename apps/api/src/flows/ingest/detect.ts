import type { Detector, Finding, Severity } from '@seriema/domain/anomaly'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import type { Expectation } from '@seriema/ml/scorers/reason'
import { reasonFor } from '@seriema/ml/scorers/reason'
import { scorers } from '@seriema/ml/scorers/registry'
import type { ExpectedPoint } from '@seriema/ml/scorers/residual'
import { scoreResidual } from '@seriema/ml/scorers/residual'
import type { PointScore } from '@seriema/ml/scorers/scorer'
import { severityOf } from '@seriema/ml/scorers/severity'
import type { ZscoreState } from '@seriema/ml/scorers/zscore'
import type { StoredForecast } from '../../store/forecasts.ts'
import type { Series } from '../../store/series.ts'

const { zscore } = scorers
const { threshold, window } = zscore.defaults

/** What a detector says of a batch: what stood out by time and channel, who spoke, and why not the series' own. */
export interface Detection {
  readonly findings: readonly Finding[]
  readonly detector: Detector
  readonly fallback: string | null
}

export interface DetectInput {
  readonly series: Series
  readonly points: PointColumns
  readonly baseline: Baseline
  /** The newest forecast made before these points; null where there is none. */
  readonly forecast: StoredForecast | null
  /** Milliseconds the series' own detector may take. */
  readonly budget: number
}

/** What the z-score says of a batch: per channel the places that stand out. */
export interface Baseline {
  readonly flagged: readonly (readonly { readonly index: number; readonly found: PointScore }[])[]
}

/** Scores the points and lets the states learn them. */
export const runBaseline = (states: readonly ZscoreState[], points: PointColumns): Baseline => ({
  flagged: points.channels.map((values, c) =>
    zscore.scoreColumn(states[c]!, values).flagged.map(found => ({ index: found.index, found })),
  ),
})

/** Copies that may be changed while the originals stay. */
export const copyStates = (states: readonly ZscoreState[]): ZscoreState[] => states.map(copied)

/** `structuredClone` for plain data with arrays of numbers, at a tenth of its cost. */
function copied<T>(value: T): T {
  if (value instanceof Float64Array) return value.slice() as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copied(part)])) as T
}

/**
 * The series' own detector over a batch. Where it throws, takes longer than its budget or has nothing to compare with,
 * the z-score speaks in its place and `fallback` says why: no point goes without a verdict.
 */
export function detect(input: DetectInput): Detection {
  if (input.series.detector === 'zscore' || input.points.times.length === 0)
    return { findings: byZscore(input, null, () => true), detector: input.series.detector, fallback: null }
  try {
    return byResidual(input)
  } catch (error) {
    const why = error instanceof Fault ? error.message : 'the residual scorer failed'
    return { findings: byZscore(input, why, () => true), detector: 'zscore', fallback: why }
  }
}

function byZscore(input: DetectInput, fallback: string | null, include: (channel: number, place: number) => boolean) {
  const findings: Finding[] = []
  input.baseline.flagged.forEach((flagged, channel) => {
    for (const { index, found } of flagged)
      if (include(channel, index))
        findings.push(finding(input, channel, index, found, 'zscore', fallback, { kind: 'mean', window }))
  })
  return findings.sort(byTime)
}

/** Points looked at between two looks at the clock. */
const stride = 256

function byResidual(input: DetectInput): Detection {
  const { series, points, forecast } = input
  const deadline = performance.now() + input.budget
  const findings: Finding[] = []
  const silent = points.channels.map(() => new Uint8Array(points.times.length))
  let spoke = 0
  let fell = 0
  points.channels.forEach((values, channel) => {
    for (let i = 0; i < values.length; i++) {
      if (i % stride === 0 && performance.now() >= deadline)
        throw new Fault('TIMED_OUT', `the residual scorer took longer than its ${input.budget} ms`)
      if (Number.isNaN(values[i]!)) continue
      const found = scoreResidual(values[i]!, expectedAt(forecast, channel, points.times[i]!), threshold)
      if (found === null) {
        silent[channel]![i] = 1
        fell++
        continue
      }
      if (!Number.isFinite(found.score)) throw new Error(`no finite score for ${series.key}`)
      spoke++
      if (found.score > threshold)
        findings.push(
          finding(input, channel, i, found, 'residual', null, { kind: 'forecast', forecaster: forecast!.model }),
        )
    }
  })
  if (fell === 0) return { findings: findings.sort(byTime), detector: 'residual', fallback: null }
  const why = forecast === null ? 'no forecast was made before' : 'the forecast made before does not reach this instant'
  const rest = byZscore(input, why, (channel, place) => silent[channel]![place] === 1)
  return {
    findings: [...findings, ...rest].sort(byTime),
    detector: spoke > 0 ? 'residual' : 'zscore',
    fallback: spoke > 0 ? `${fell} of ${fell + spoke} values: ${why}` : why,
  }
}

/** What was forecast for an instant, at the widest level; null where no step is within half an interval of it. */
export function expectedAt(forecast: StoredForecast | null, channel: number, at: number): ExpectedPoint | null {
  if (forecast === null) return null
  const step = Math.round((at - forecast.origin) / forecast.interval) - 1
  const { mean, intervals } = forecast.channels[channel]!
  const widest = intervals.at(-1)
  if (widest === undefined || step < 0 || step >= mean.length) return null
  return { expected: mean[step]!, lower: widest.lower[step]!, upper: widest.upper[step]!, level: widest.level }
}

function finding(
  { series, points }: DetectInput,
  channel: number,
  place: number,
  found: PointScore,
  detector: Detector,
  fallback: string | null,
  expectation: Expectation,
): Finding {
  const value = points.channels[channel]![place]!
  const at = points.times[place]!
  return {
    at,
    channel,
    value,
    expected: found.expected,
    lower: found.lower,
    upper: found.upper,
    score: found.score,
    severity: severityOf(found.score, threshold) as Severity,
    detector,
    fallback,
    reason: reasonFor(value, found, expectation, series.channels[channel]!.unit ?? ''),
    late: series.lastAt !== null && at < series.lastAt,
  }
}

const byTime = (a: Finding, b: Finding): number => a.at - b.at || a.channel - b.channel
