'use client'
import { useState } from 'react'
import { qualityOfSeries } from '../../graphql/quality.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDuration } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { LimitsDialog } from './limits-dialog.tsx'
import { RuleOutcome } from './rule-outcome.tsx'

const refreshEvery = 60_000

/** How good the points of a series are now, rule by rule, and its limits. */
export function QualityPanel({ seriesKey }: { seriesKey: string }) {
  const [editing, setEditing] = useState(false)
  const { data, reload } = useRead(qualityOfSeries, { key: seriesKey }, refreshEvery)
  const may = useMay('trainer')
  const series = data?.seriesByKey
  const quality = series?.quality
  return (
    <Panel
      aside={may && series && <Button onClick={() => setEditing(true)}>{t('quality.limits')}</Button>}
      title={t('quality.panel')}
    >
      {data === null && <div className="skeleton h-20" />}
      {data !== null && !quality && <p className="text-ink-soft text-xs">{t('quality.noPoints')}</p>}
      {quality && (
        <>
          <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-xs sm:grid-cols-4">
            {quality.results.map(result => (
              <div key={result.rule}>
                <dt className="text-ink-faint">{t(`quality.rule.${result.rule}`)}</dt>
                <dd className="tabular-nums">
                  <RuleOutcome result={result} />
                </dd>
              </div>
            ))}
          </dl>
          <p className="mt-2 text-2xs text-ink-faint">
            {t('quality.over', { window: formatDuration(quality.window) })}
          </p>
        </>
      )}
      {editing && series && (
        <LimitsDialog
          limits={series.qualityLimits}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false)
            reload()
          }}
          seriesKey={seriesKey}
        />
      )}
    </Panel>
  )
}
