import type { Detector, Severity } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'

export const severityName = (severity: Severity) => t(`severity.${severity}`)
/** In the order they are offered, the default first. */
export const detectors: readonly Detector[] = [
  'ENSEMBLE',
  'ZSCORE',
  'ROBUST',
  'SEASONAL',
  'POLYNOMIAL',
  'PCA',
  'ISOLATION_FOREST',
  'RESIDUAL',
]

export const detectorName = (detector: Detector) => t(`detector.${detector}`)
