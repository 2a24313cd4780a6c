import type { Severity } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'

export const severityName = (severity: Severity) => t(`severity.${severity}`)
