import { type Drift, hasDrifted } from './drift.ts'
import type { QualityResult, QualityRule } from './quality.ts'

/** OK: nothing to do. WARN: one thing is amiss. BAD: several are. */
export const healthLevels = ['OK', 'WARN', 'BAD'] as const
export type HealthLevel = (typeof healthLevels)[number]

/** What is amiss with a series, summed up. */
export interface Health {
  readonly level: HealthLevel
  /** The rules of quality that fail. */
  readonly failing: readonly QualityRule[]
  /** Whether it has moved away from what its forecaster learnt; null where that cannot be said. */
  readonly drifted: boolean | null
  /** What is amiss in words, the worst first; empty where nothing is. */
  readonly words: readonly string[]
}

/** null where nobody has looked at the series yet. */
export function healthOf(quality: readonly QualityResult[] | null, drift: Drift | null): Health | null {
  if (quality === null && drift === null) return null
  const failed = (quality ?? []).filter(({ passed }) => passed === false)
  const drifted = drift && hasDrifted(drift)
  const words = [...failed.map(failureInWords), ...(drift === null ? [] : driftInWords(drift))]
  const amiss = failed.length + (drifted === true ? 1 : 0)
  return {
    level: amiss === 0 ? 'OK' : amiss === 1 ? 'WARN' : 'BAD',
    failing: failed.map(({ rule }) => rule),
    drifted,
    words,
  }
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`

const lengths = [
  [86_400_000, 'days'],
  [3_600_000, 'hours'],
  [60_000, 'minutes'],
  [1_000, 'seconds'],
] as const

function lengthInWords(milliseconds: number): string {
  const [length, many] = lengths.find(([length]) => milliseconds >= 2 * length) ?? lengths.at(-1)!
  return `${Math.round(milliseconds / length)} ${many}`
}

/** `12 % of the values are missing`. */
export function failureInWords({ rule, figure }: QualityResult): string {
  const value = figure ?? 0
  switch (rule) {
    case 'completeness':
      return `${percent(value)} of the values are missing`
    case 'consistency':
      return `${percent(value)} of the values cannot be true`
    case 'timeliness':
      return value < 0
        ? `the last point lies ${lengthInWords(-value)} ahead`
        : `nothing has come for ${lengthInWords(value)}`
    case 'outliers':
      return `${percent(value)} of the values stand out`
  }
}

/** What has moved, each in a few words. */
export function driftInWords({ channels, seasonChanged, seasonThen, seasonNow, ...drift }: Drift): readonly string[] {
  const values = channels.filter(({ drifted }) => drifted).length
  const forecasts = channels.filter(({ predictionDrifted }) => predictionDrifted).length
  const of = (count: number) => (channels.length === 1 ? '' : ` of ${count} of ${channels.length} channels`)
  const season = (length: number) => (length === 1 ? 'none' : `${length} points`)
  return [
    ...(values > 0 ? [`the values${of(values)} are not what they were`] : []),
    ...(forecasts > 0 ? [`the forecasts${of(forecasts)} are not what they were`] : []),
    ...(seasonChanged ? [`the season is ${season(seasonNow)}, and was ${season(seasonThen)}`] : []),
    ...(drift.rateChanged
      ? [`points come every ${lengthInWords(drift.intervalNow)}, and came every ${lengthInWords(drift.intervalThen)}`]
      : []),
  ]
}
