import type { AlertCounts } from './alert.ts'
import { type Drift, hasDrifted } from './drift.ts'
import type { QualityResult, QualityRule } from './quality.ts'

/** OK: nothing to do. WARN: one thing is amiss. BAD: several are, or a critical alert is open. */
export const healthLevels = ['OK', 'WARN', 'BAD'] as const
export type HealthLevel = (typeof healthLevels)[number]

/** What is amiss with a series, summed up. */
export interface Health {
  readonly level: HealthLevel
  /** The rules of quality that fail. */
  readonly failing: readonly QualityRule[]
  /** Whether it has moved away from what its forecaster learnt; null where that cannot be said. */
  readonly drifted: boolean | null
  /** Open alerts that it is part of. */
  readonly alerts: number
  /** What is amiss in words, the worst first; empty where nothing is. */
  readonly words: readonly string[]
}

/** null where nobody has looked at the series yet, and nothing fired. */
export function healthOf(
  quality: readonly QualityResult[] | null,
  drift: Drift | null,
  open: AlertCounts,
): Health | null {
  const alerts = open.info + open.warning + open.critical
  if (quality === null && drift === null && alerts === 0) return null
  const failed = (quality ?? []).filter(({ passed }) => passed === false)
  const drifted = drift && hasDrifted(drift)
  const words = [...alertsInWords(open), ...failed.map(failureInWords), ...(drift === null ? [] : driftInWords(drift))]
  const amiss = failed.length + (drifted === true ? 1 : 0) + alerts
  return {
    level: amiss === 0 ? 'OK' : amiss === 1 && open.critical === 0 ? 'WARN' : 'BAD',
    failing: failed.map(({ rule }) => rule),
    drifted,
    alerts,
    words,
  }
}

/** `1 critical alert is open`, the worst severity first. */
const alertsInWords = (open: AlertCounts): readonly string[] =>
  (['critical', 'warning', 'info'] as const)
    .filter(severity => open[severity] > 0)
    .map(severity => `${open[severity]} ${severity} ${open[severity] === 1 ? 'alert is' : 'alerts are'} open`)

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
