import type { DetectorKind, Finding, Severity } from '@seriema/domain/anomaly'
import type { PointColumns } from '@seriema/domain/point'
import type { PointScore } from '@seriema/ml/contract/scorer'
import { type Expectation, reasonFor } from '@seriema/ml/detection/reason'
import { severityOf } from '@seriema/ml/detection/severity'
import { polynomial } from '@seriema/ml/scorers/polynomial'
import { robust } from '@seriema/ml/scorers/robust'
import { zscore } from '@seriema/ml/scorers/zscore'
import type { Series } from '../../store/series.ts'

/** A value that stands out: where, by how much, and who says so. */
export interface Outstanding {
  readonly index: number
  readonly found: PointScore
  readonly detector: DetectorKind
  readonly expectation: Expectation
  readonly fallback: string | null
}

/** What each detector compares a value with; the residual with what the forecaster of this name made. */
export function expectationOf(detector: DetectorKind, forecaster = ''): Expectation {
  switch (detector) {
    case 'zscore':
      return { kind: 'mean', window: zscore.defaults.window }
    case 'robust':
      return { kind: 'median', window: robust.defaults.window }
    case 'seasonal':
      return { kind: 'place' }
    case 'polynomial':
      return { kind: 'line', window: polynomial.defaults.width }
    case 'residual':
      return { kind: 'forecast', forecaster }
    default:
      return { kind: 'usual' }
  }
}

/** In words for people. */
export function toFinding(
  series: Series,
  points: PointColumns,
  channel: number,
  { index, found, detector, expectation, fallback, alarm }: Outstanding & { readonly alarm: boolean },
): Finding {
  const value = points.channels[channel]![index]!
  const at = points.times[index]!
  return {
    at,
    channel,
    value,
    ...{ expected: found.expected, lower: found.lower, upper: found.upper, score: found.score },
    severity: severityOf(found.score, zscore.defaults.threshold) as Severity,
    detector,
    fallback,
    reason: reasonFor(value, found, expectation, series.channels[channel]!.unit ?? ''),
    late: series.lastAt !== null && at < series.lastAt,
    alarm,
  }
}
