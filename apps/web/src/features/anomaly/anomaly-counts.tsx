import type { Severity } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { Marker, severities } from '../../ui/chart/marker.tsx'
import { formatCount } from '../../ui/number.ts'
import { severityName } from './names.ts'

/** Anomalies of the last day: the worst severity by its marker, and how many of each. */
export function AnomalyCounts({ counts }: { counts: Readonly<Record<Severity, number>> }) {
  const found = severities.filter(severity => counts[severity] > 0)
  if (found.length === 0) return <span className="text-ink-faint text-xs max-lg:sr-only">{t('anomaly.none')}</span>
  return (
    <span className="inline-flex gap-2.5 align-middle text-xs tabular-nums">
      {found.map(severity => (
        <span className="inline-flex items-center gap-1" key={severity} title={severityName(severity)}>
          <Marker severity={severity} />
          <span className="sr-only">{severityName(severity)}</span>
          {formatCount(counts[severity])}
        </span>
      ))}
    </span>
  )
}
