'use client'
import type { SystemFigures } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { formatBytes, formatExactCount, formatNumber, formatShare } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatAge } from '../../ui/time.ts'
import { Facts } from './facts.tsx'

/** What the process that answers is, and does. */
export function FiguresPanel({ status }: { status: SystemFigures | null }) {
  const now = useNow()
  return (
    <Panel title={t('system.figures')}>
      {status === null ? (
        <div aria-busy="true" className="skeleton h-48" />
      ) : (
        <Facts
          facts={[
            [t('system.version'), status.version],
            [t('system.since'), formatAge(Math.max(0, now - Date.parse(status.startedAt)))],
            [t('system.seriesCount'), formatExactCount(status.seriesCount)],
            [t('system.generators'), formatExactCount(status.generatorsRunning)],
            [t('system.rate'), formatNumber(status.pointsPerSecond, status.pointsPerSecond < 100 ? 1 : 0)],
            [t('system.subscriptions'), formatExactCount(status.subscriptions)],
            [t('system.loaded'), loadedInWords(status.versions)],
            [t('system.hits'), hitShare(status.versions)],
            [t('system.authentication'), status.authentication ? t('system.yes') : t('system.no')],
          ]}
        />
      )}
    </Panel>
  )
}

const loadedInWords = ({ loaded, bytes, capacity }: SystemFigures['versions']) =>
  t('system.loadedIs', {
    count: formatExactCount(loaded),
    bytes: formatBytes(bytes),
    capacity: formatBytes(capacity),
  })

const hitShare = ({ hits, misses }: SystemFigures['versions']) =>
  hits + misses === 0 ? formatNumber(null) : formatShare(hits / (hits + misses))
