import type { FleetSeries } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { missing } from '../../ui/number.ts'

const tones = { OK: 'good', WARN: 'warn', BAD: 'critical' } as const

/** How a series does in one word; what is amiss is read out, and shown where the pointer rests. */
export function HealthBadge({ health }: { health: FleetSeries['health'] }) {
  if (health === null)
    return (
      <span className="text-ink-faint text-xs" title={t('health.unknown')}>
        <span aria-hidden="true">{missing}</span>
        <span className="sr-only">{t('health.unknown')}</span>
      </span>
    )
  const words = health.words.join('; ')
  return (
    <span title={words || undefined}>
      <Badge tone={tones[health.level]}>{shortly(health)}</Badge>
      {words !== '' && <span className="sr-only">: {words}</span>}
    </span>
  )
}

function shortly({ level, failing, drifted, alerts }: NonNullable<FleetSeries['health']>): string {
  if (level === 'OK') return t('health.OK')
  if (alerts > 0 && failing.length === 0 && !drifted) return t('health.alerts', { count: alerts })
  const [rule] = failing
  if (level === 'WARN') return rule === undefined ? t('health.drift') : t(`quality.rule.${rule}`)
  return t('health.several', { count: failing.length + (drifted ? 1 : 0) + alerts })
}
