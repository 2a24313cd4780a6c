import { setImmediate } from 'node:timers/promises'
import type { DetectorKind, Severity } from '@seriema/domain/anomaly'
import type { PointColumns, RawColumns, Rejection } from '@seriema/domain/point'
import { checkBatch } from '@seriema/domain/point'
import type { PointScore } from '@seriema/ml/contract/scorer'
import { standsOut } from '@seriema/ml/detection/alarm-policy'
import { reasonFor } from '@seriema/ml/detection/reason'
import { severityOf } from '@seriema/ml/detection/severity'
import { detecting } from '@seriema/ml/scorers/detectors'
import { scorers } from '@seriema/ml/scorers/registry'
import { calibratedResidual, residualWorth, scoreResidual } from '@seriema/ml/scorers/residual'
import type { Core } from '../core.ts'
import { expectedAt } from '../detection/judge.ts'
import { policyOf } from '../detection/rules.ts'
import type { Own } from '../detection/watch.ts'
import type { Watches } from '../detection/watches.ts'
import type { StoredForecast } from '../store/forecast.ts'
import { forecastBefore } from '../store/forecast.ts'
import type { Series } from '../store/series.ts'
import { named } from './ingest/detect.ts'
import { expectationOf } from './ingest/finding.ts'

/** What the detector says of one value; null where nothing can be said. */
export interface Verdict {
  /** Epoch milliseconds. */
  readonly at: number
  readonly channel: number
  readonly value: number | null
  readonly score: number | null
  readonly expected: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly severity: Severity | null
  readonly reason: string | null
}

export interface ScoredBatch {
  readonly detector: DetectorKind
  readonly fallback: string | null
  /** One per good point and channel, by time. */
  readonly verdicts: readonly Verdict[]
  readonly rejections: readonly Rejection[]
}

const { zscore } = scorers
const { threshold } = zscore.defaults
/** Points after which other work gets its turn. */
const turn = 64

/** Scores a batch as if it came now, without storing it. Throws INVALID_INPUT when columns do not fit. */
export async function scoreBatch(
  app: Pick<Core, 'clock' | 'db'> & { readonly watches: Watches },
  series: Series,
  raw: RawColumns,
): Promise<ScoredBatch> {
  const { points, rejections } = checkBatch(raw, series.channels, app.clock())
  const { baselines, own } = await app.watches.copy(app.db, series)
  const asked = series.detector === 'residual' && points.times.length > 0
  const forecast = asked ? await forecastBefore(app.db, series.id, points.times[0]!) : null
  const policy = policyOf(series.alarmRules)
  const verdicts: Verdict[] = []
  let present = 0
  let fell = 0
  for (let i = 0; i < points.times.length; i++) {
    if (i % turn === turn - 1) await setImmediate()
    for (let channel = 0; channel < baselines.length; channel++) {
      const value = points.channels[channel]![i]!
      const baseline = zscore.score(baselines[channel]!, value)
      const mine = series.detector === 'zscore' ? baseline : ownScore(own, forecast, channel, points, i)
      const spoke = mine === null ? 'zscore' : series.detector
      if (!Number.isNaN(value)) {
        present++
        if (mine === null && series.detector !== 'zscore') fell++
      }
      const found = mine ?? baseline
      const severity = found !== null && standsOut(policy, value, found) ? severityOf(found.score, threshold) : null
      const unit = series.channels[channel]!.unit ?? ''
      verdicts.push({
        at: points.times[i]!,
        channel,
        value: Number.isNaN(value) ? null : value,
        score: found?.score ?? null,
        expected: found?.expected ?? null,
        lower: found?.lower ?? null,
        upper: found?.upper ?? null,
        severity,
        reason: severity === null ? null : reasonFor(value, found!, expectationOf(spoke, forecast?.forecaster), unit),
      })
    }
  }
  const why = asked ? 'no forecast was made before' : `the ${named(series.detector)} is not ready to say anything`
  return {
    detector: fell > 0 && fell === present ? 'zscore' : series.detector,
    fallback: fell === 0 ? null : `${fell} of ${present} values: ${why}`,
    verdicts,
    rejections,
  }
}

/** Null where the series' own detector has nothing to say, or fails. */
function ownScore(
  own: Own | null,
  forecast: StoredForecast | null,
  channel: number,
  points: PointColumns,
  place: number,
): PointScore | null {
  const value = points.channels[channel]![place]!
  if (own === null || own.detector === 'zscore' || Number.isNaN(value)) return null
  try {
    if (own.detector !== 'residual') return detecting[own.detector].score(own.states[channel]!, value)
    const raw = scoreResidual(value, expectedAt(forecast, channel, points.times[place]!), threshold)
    if (raw === null || !Number.isFinite(raw.score)) return null
    const worth = own.worths[channel]!
    return calibratedResidual(worth, raw, residualWorth(worth, value, raw), threshold)
  } catch {
    return null
  }
}
