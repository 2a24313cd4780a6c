import type { Severity } from '@seriema/domain/anomaly'

/** Scores above `high` and `critical` are called so; what is above the threshold only is `medium`. */
export interface SeverityLimits {
  readonly high: number
  readonly critical: number
}

export const defaultSeverityLimits: SeverityLimits = { high: 4, critical: 5 }

/** Null when the score is not above the threshold: no anomaly. All limits are exclusive. */
export function severityOf(score: number, threshold = 3, limits = defaultSeverityLimits): Severity | null {
  if (!(score > threshold)) return null
  if (score > limits.critical) return 'critical'
  return score > limits.high ? 'high' : 'medium'
}
