import type { AlertFields, AlertSeverity, AlertState } from '../../graphql/alert.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Marker } from '../../ui/chart/marker.tsx'

export const alertSeverities = ['CRITICAL', 'WARNING', 'INFO'] as const satisfies readonly AlertSeverity[]

const shapes = { INFO: 'MEDIUM', WARNING: 'HIGH', CRITICAL: 'CRITICAL' } as const

/** How much an alert matters: a shape and a word. */
export function SeverityMark({ severity }: { severity: AlertSeverity }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Marker severity={shapes[severity]} />
      {t(`alert.severity.${severity}`)}
    </span>
  )
}

const tones = { FIRING: 'critical', ACKNOWLEDGED: 'warn', RESOLVED: 'good' } as const

/** How far an alert is. */
export function StateBadge({ state }: { state: AlertState }) {
  return (
    <Badge pulse={state === 'FIRING'} tone={tones[state]}>
      {t(`alert.state.${state}`)}
    </Badge>
  )
}

/** Who took it on or ended it, in words; null where nobody did. */
export function whoInWords({ state, acknowledgedBy, resolvedBy, byHand }: AlertFields): string | null {
  if (state === 'ACKNOWLEDGED') return t('alert.by', { name: acknowledgedBy ?? t('alert.somebody') })
  if (state === 'RESOLVED' && byHand) return t('alert.by', { name: resolvedBy ?? t('alert.somebody') })
  return null
}
