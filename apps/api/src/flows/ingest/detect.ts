import type { DetectorKind, Finding } from '@seriema/domain/anomaly'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import { noAlarmsYet } from '@seriema/ml/detection/alarm-policy'
import { scorers } from '@seriema/ml/scorers/registry'
import type { ZscoreState } from '@seriema/ml/scorers/zscore'
import { type Flagged, type Judgement, judgeByResidual, judgeByScorer } from '../../detection/judge.ts'
import { raise } from '../../detection/rules.ts'
import type { Own } from '../../detection/watch.ts'
import type { StoredForecast } from '../../store/forecast.ts'
import type { Series } from '../../store/series.ts'
import { expectationOf, type Outstanding, toFinding } from './finding.ts'

const { zscore } = scorers

/** What a detector says of a batch: what stood out by time and channel, who spoke, and why not the series' own. */
export interface Detection {
  readonly findings: readonly Finding[]
  readonly detector: DetectorKind
  readonly fallback: string | null
  /** Whether it is worth telling people that another spoke: that a detector needs more points, or a moment, is no news. */
  readonly remarkable: boolean
}

export interface DetectInput {
  readonly series: Series
  readonly points: PointColumns
  readonly baseline: Baseline
  /** What the series' own detector knows; changed. Null where it cannot speak, and then `why` says why. */
  readonly own: Own | null
  readonly why: string
  /** The newest forecast made before these points; null where there is none. */
  readonly forecast: StoredForecast | null
  /** Milliseconds the series' own detector may take. */
  readonly budget: number
}

/** What the z-score says of a batch: per channel the places that stand out. */
export interface Baseline {
  readonly flagged: readonly (readonly Flagged[])[]
}

/** Scores the points and lets the states learn them. */
export const runBaseline = (states: readonly ZscoreState[], points: PointColumns): Baseline => ({
  flagged: points.channels.map((values, c) =>
    zscore.scoreColumn(states[c]!, values).flagged.map(({ index, ...found }) => ({ index, found })),
  ),
})

/**
 * The series' own detector over a batch. Where it throws, takes longer than its budget or has nothing to compare with,
 * the z-score speaks in its place and `fallback` says why: no point goes without a verdict. `own` is what it knows
 * afterwards; null when it is not to be trusted any more.
 */
export async function detect(input: DetectInput): Promise<{ detection: Detection; own: Own | null }> {
  const { series, points, own } = input
  if (series.detector === 'zscore' || points.times.length === 0) return { detection: told(input, null, null), own }
  if (own === null) return { detection: told(input, null, input.why), own }
  try {
    const judgement = await judge(input, own)
    return { detection: told(input, judgement, judgement.fell === 0 ? null : whySilent(input)), own }
  } catch (error) {
    const why = error instanceof Fault ? error.message : `the ${named(series.detector)} failed`
    return { detection: { ...told({ ...input, own: null }, null, why), remarkable: true }, own: null }
  }
}

const judge = ({ points, forecast, budget }: DetectInput, own: Own): Promise<Judgement> =>
  own.detector === 'residual' || own.detector === 'zscore'
    ? judgeByResidual(own.worths, points, () => forecast, budget)
    : judgeByScorer(own.detector, own.states, points, budget)

/** What to say where `judgement` is all the series' own detector has to say, and why it has no more. */
function told(input: DetectInput, judgement: Judgement | null, why: string | null): Detection {
  const { series, points, baseline, own, forecast } = input
  const mine = (one: Flagged): Outstanding => ({
    ...{ ...one, detector: series.detector, fallback: null },
    expectation: expectationOf(series.detector, forecast?.forecaster),
  })
  const instead = (one: Flagged): Outstanding => ({
    ...{ ...one, detector: 'zscore', fallback: why },
    expectation: expectationOf('zscore'),
  })
  const findings = points.channels.flatMap((values, channel) => {
    const silent = judgement?.silent[channel]
    const found = [
      ...(judgement?.flagged[channel] ?? []).map(mine),
      ...baseline.flagged[channel]!.filter(({ index }) => judgement === null || silent![index] === 1).map(instead),
    ].sort((a, b) => a.index - b.index)
    const alarm = own?.alarms[channel] ?? { ...noAlarmsYet(), seen: series.pointCount }
    return raise(alarm, series.alarmRules, values, found).map(one => toFinding(series, points, channel, one))
  })
  const spoke = judgement !== null && judgement.spoke > 0
  return {
    findings: findings.sort((a, b) => a.at - b.at || a.channel - b.channel),
    detector: spoke || why === null ? series.detector : 'zscore',
    fallback: why === null || !spoke ? why : `${judgement.fell} of ${judgement.fell + judgement.spoke} values: ${why}`,
    remarkable: judgement !== null && why !== null && series.detector === 'residual',
  }
}

function whySilent({ series, forecast }: DetectInput): string {
  if (series.detector !== 'residual') return `the ${named(series.detector)} has not seen enough points yet`
  return forecast === null ? 'no forecast was made before' : 'the forecast made before does not reach this instant'
}

/** As people call it. */
export const named = (detector: DetectorKind): string =>
  detector === 'isolation-forest'
    ? 'isolation forest'
    : detector === 'ensemble' || detector === 'pca'
      ? detector
      : `${detector} detector`
