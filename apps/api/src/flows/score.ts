import type { Detector, Severity } from '@seriema/domain/anomaly'
import type { PointColumns, RawColumns, Rejection } from '@seriema/domain/point'
import { checkBatch } from '@seriema/domain/point'
import { reasonFor } from '@seriema/ml/scorers/reason'
import { scorers } from '@seriema/ml/scorers/registry'
import { scoreResidual } from '@seriema/ml/scorers/residual'
import type { PointScore } from '@seriema/ml/scorers/scorer'
import { severityOf } from '@seriema/ml/scorers/severity'
import type { App } from '../app.ts'
import type { StoredForecast } from '../store/forecasts.ts'
import { forecastBefore } from '../store/forecasts.ts'
import type { Series } from '../store/series.ts'
import { copyStates, expectedAt } from './ingest/detect.ts'

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
  readonly detector: Detector
  readonly fallback: string | null
  /** One per good point and channel, by time. */
  readonly verdicts: readonly Verdict[]
  readonly rejections: readonly Rejection[]
}

const { zscore } = scorers
const { threshold, window } = zscore.defaults

/** Scores a batch as if it came now, without storing it. Throws INVALID_INPUT when columns do not fit. */
export async function scoreBatch(
  app: Pick<App, 'clock' | 'db' | 'windows'>,
  series: Series,
  raw: RawColumns,
): Promise<ScoredBatch> {
  const { points, rejections } = checkBatch(raw, series.channels, app.clock())
  const states = copyStates(await app.windows.states(app.db, series))
  const asked = series.detector === 'residual' && points.times.length > 0
  const forecast = asked ? await forecastBefore(app.db, series.id, points.times[0]!) : null
  const verdicts: Verdict[] = []
  let missed = 0
  for (let i = 0; i < points.times.length; i++) {
    for (let channel = 0; channel < states.length; channel++) {
      const value = points.channels[channel]![i]!
      const baseline = zscore.score(states[channel]!, value)
      const residual = asked ? residualAt(forecast, channel, points, i) : null
      if (asked && residual === null && !Number.isNaN(value)) missed++
      const expectation =
        residual === null
          ? ({ kind: 'mean', window } as const)
          : ({ kind: 'forecast', forecaster: forecast!.model } as const)
      const unit = series.channels[channel]!.unit ?? ''
      const found = residual ?? baseline
      const severity = found === null ? null : severityOf(found.score, threshold)
      verdicts.push({
        at: points.times[i]!,
        channel,
        value: Number.isNaN(value) ? null : value,
        score: found?.score ?? null,
        expected: found?.expected ?? null,
        lower: found?.lower ?? null,
        upper: found?.upper ?? null,
        severity,
        reason: severity === null ? null : reasonFor(value, found!, expectation, unit),
      })
    }
  }
  const present = verdicts.filter(verdict => verdict.value !== null).length
  return {
    detector: asked && missed < present ? 'residual' : asked ? 'zscore' : series.detector,
    fallback: missed === 0 ? null : `${missed} of ${present} values have no forecast made before`,
    verdicts,
    rejections,
  }
}

/** Null where there is no usable forecast for the instant. */
function residualAt(
  forecast: StoredForecast | null,
  channel: number,
  points: PointColumns,
  place: number,
): PointScore | null {
  try {
    const found = scoreResidual(
      points.channels[channel]![place]!,
      expectedAt(forecast, channel, points.times[place]!),
      threshold,
    )
    return found !== null && Number.isFinite(found.score) ? found : null
  } catch {
    return null
  }
}
