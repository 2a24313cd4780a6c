import type { DetectorKind, Severity } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'

export const severityName = (severity: Severity) => t(`severity.${severity}`)
/** In the order they are offered, the default first. */
export const detectors: readonly DetectorKind[] = [
  'ENSEMBLE',
  'ZSCORE',
  'ROBUST',
  'SEASONAL',
  'POLYNOMIAL',
  'PCA',
  'ISOLATION_FOREST',
  'RESIDUAL',
]

export const detectorName = (detector: DetectorKind) => t(`detector.${detector}`)
