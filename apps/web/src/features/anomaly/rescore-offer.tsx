'use client'
import { useState } from 'react'
import type { RescoreFields, RescorePreview } from '../../graphql/rescore.ts'
import type { SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { useMay } from '../access/use-may.ts'
import { useLabels } from '../label/use-labels.ts'
import { useRescore, useRescorePreview } from './use-rescore.ts'

interface RescoreOfferProps {
  readonly series: SeriesFields
  readonly revision: number
}

const watching = ({ detector, alarmRules, channels }: SeriesFields) =>
  JSON.stringify([detector, alarmRules, channels.map(({ kind }) => kind)])

/** Once another detector or other rules are chosen, a channel is said to count, or something is not raised any more or again: what the past would be by them, and whether to have it so. */
export function RescoreOffer({ series, revision }: RescoreOfferProps) {
  const { suppressions } = useLabels()
  const watched = watching(series)
  const suppressed = suppressions?.map(({ id }) => id).join()
  const [settled, setSettled] = useState({ watched, suppressed })
  // What is chosen before the suppressions are known differs from what was settled on arrival all the same.
  if (settled.suppressed === undefined && suppressed !== undefined) setSettled({ ...settled, suppressed })
  const run = useRescore(series.key, revision)
  const running = run.current?.state === 'RUNNING'
  const differs = settled.watched !== watched || (settled.suppressed ?? suppressed) !== suppressed
  const may = useMay('trainer')
  const offered = may && differs && !running && series.pointCount > 0
  const { preview, error } = useRescorePreview(series.key, offered ? `${watched} ${suppressed}` : null)
  const leave = () => setSettled({ watched, suppressed })
  const apply = () => {
    leave()
    run.start()
  }
  const trouble = run.error ?? error ?? (run.begun ? run.current?.failure : null)
  return (
    <div className="mb-3 grid max-w-2xl gap-2 text-xs empty:hidden">
      {trouble && <Notice>{trouble}</Notice>}
      {offered && (
        <section aria-label={t('rescore.title')} className="grid gap-2 rounded-md border border-line bg-sunken p-2.5">
          <p aria-live="polite">{preview ? <Difference preview={preview} /> : t('rescore.looking')}</p>
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={leave}>
              {t('rescore.leave')}
            </Button>
            <Button disabled={!preview || run.busy} look="primary" onClick={apply}>
              {t('rescore.apply')}
            </Button>
          </div>
        </section>
      )}
      {running && <Progress busy={run.busy} current={run.current!} onCancel={may ? run.cancel : null} />}
      {run.begun && run.current?.state === 'COMPLETED' && !offered && (
        <p className="text-ink-soft" role="status">
          {t('rescore.done', counts(run.current))}
        </p>
      )}
    </div>
  )
}

const counts = ({ stays, goes, comes }: Pick<RescorePreview, 'stays' | 'goes' | 'comes'>) => ({
  stays: formatExactCount(stays),
  goes: formatExactCount(goes),
  comes: formatExactCount(comes),
})

function Difference({ preview }: { preview: RescorePreview }) {
  const { points, judged, goes, stays, comes } = preview
  const text = t('rescore.difference', {
    before: formatExactCount(stays + goes),
    after: formatExactCount(stays + comes),
    ...counts(preview),
  })
  const alarms = t('rescore.alarms', {
    before: formatExactCount(preview.before.alarms),
    after: formatExactCount(preview.after.alarms),
  })
  return (
    <>
      {text} {alarms} {judged < points && t('rescore.oldest', { judged: formatExactCount(judged) })}
    </>
  )
}

interface ProgressProps {
  readonly current: RescoreFields
  readonly busy: boolean
  /** null for whoever may not. */
  readonly onCancel: (() => void) | null
}

function Progress({ current: { judged, points }, busy, onCancel }: ProgressProps) {
  return (
    <div className="grid gap-1.5">
      <p className="flex items-center justify-between gap-2" role="status">
        {t('rescore.running', { judged: formatExactCount(judged), points: formatExactCount(points) })}
        {onCancel && (
          <Button disabled={busy} look="quiet" onClick={onCancel}>
            {t('rescore.cancel')}
          </Button>
        )}
      </p>
      <progress
        aria-label={t('rescore.title')}
        className="progress block h-2 w-full"
        max={Math.max(1, points)}
        value={judged}
      />
    </div>
  )
}
