'use client'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConnection } from '../system/use-connection.ts'

/** Whether a generator runs, as far as anybody can know. */
export function GeneratorBadge({ running }: { running: boolean }) {
  const { away } = useConnection()
  if (away) return <Badge tone="neutral">{t('source.unknown')}</Badge>
  return <Badge tone={running ? 'good' : 'neutral'}>{running ? t('generator.running') : t('generator.stopped')}</Badge>
}
