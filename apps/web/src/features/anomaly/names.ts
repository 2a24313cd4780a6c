import type { Detector, Severity } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'

export const severityName = (severity: Severity) => t(`severity.${severity}`)
export const detectorName = (detector: Detector) => t(`detector.${detector}`)
