'use client'
import { memo } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../access/use-may.ts'
import type { OneSeries } from '../series/use-series.ts'
import { AlarmRulesForm } from './alarm-rules.tsx'
import { DeployedWatcher } from './deployed-watcher.tsx'
import { DetectorChoice } from './detector-choice.tsx'
import { WatchFacts } from './watch-facts.tsx'

interface WatchPanelProps {
  readonly series: SeriesFields
  readonly saving: boolean
  readonly error: string | null
  readonly onSave: OneSeries['save']
}

/** Who watches a series, and what its owner wants to hear of. */
export const WatchPanel = memo(function WatchPanel({ series, saving, error, onSave }: WatchPanelProps) {
  const [first] = series.channels
  const unit = series.channels.length === 1 ? (first!.rateUnit ?? first!.unit) : null
  const may = useMay('trainer')
  return (
    <Panel title={t('watch.title')}>
      <DeployedWatcher seriesKey={series.key} />
      {may ? (
        <>
          <DetectorChoice detector={series.detector} onChoose={detector => onSave({ detector })} saving={saving} />
          <AlarmRulesForm onSave={alarmRules => onSave({ alarmRules })} rules={series.alarmRules} unit={unit} />
        </>
      ) : (
        <WatchFacts detector={series.detector} rules={series.alarmRules} unit={unit} />
      )}
      {error && (
        <div className="mt-2">
          <Notice>{error}</Notice>
        </div>
      )}
    </Panel>
  )
})
