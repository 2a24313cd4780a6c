'use client'
import Link from 'next/link'
import { t } from '../../messages/message.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { useConnection } from '../system/use-connection.ts'
import { measures, usualView, writeAccuracyView } from './accuracy-view.ts'
import { inFigures } from './figures.ts'
import { LeadTable } from './lead-table.tsx'
import { rollingDays, useAccuracy } from './use-accuracy.ts'

/** How accurate forecasts of a series have been lately, in short. */
export function AccuracyPanel({ series }: { series: string }) {
  const { found, error } = useAccuracy({ series }, rollingDays, null)
  const { away } = useConnection()
  const all = found?.all
  return (
    <Panel aside={<span className="text-ink-faint text-xs">{t('accuracy.recently')}</span>} title={t('accuracy.title')}>
      {error && !away && <Notice>{error}</Notice>}
      {found === null && !error && <div className="skeleton h-24" />}
      {all === null && <p className="text-ink-soft text-xs">{t('accuracy.soon')}</p>}
      {found && all && (
        <div className="grid gap-3">
          <dl className="grid grid-cols-4 gap-x-3 gap-y-2 text-xs tabular-nums">
            {measures.map(measure => (
              <div key={measure} title={t(`accuracy.${measure}.hint`)}>
                <dt className="text-2xs text-ink-faint">{t(`accuracy.${measure}`)}</dt>
                <dd className="font-semibold">{inFigures(measure, all)}</dd>
              </div>
            ))}
            <div title={t('accuracy.pairsHint')}>
              <dt className="text-2xs text-ink-faint">{t('accuracy.pairs')}</dt>
              <dd>{formatExactCount(all.count)}</dd>
            </div>
          </dl>
          <LeadTable leads={found.leads} />
          <Link
            className="text-accent text-xs hover:underline"
            href={`/operations/accuracy?${writeAccuracyView({ ...usualView, chosen: { series } })}`}
            prefetch={false}
          >
            {t('accuracy.rankAll')}
          </Link>
        </div>
      )}
    </Panel>
  )
}
