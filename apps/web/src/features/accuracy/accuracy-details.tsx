'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import type { AccuracyOwner, AccuracySpeaker } from '../../graphql/accuracy.ts'
import { t } from '../../messages/message.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { LineLane } from '../plot/line-lane.tsx'
import { speakerName } from '../system/speaker-name.ts'
import type { AccuracyView } from './accuracy-view.ts'
import { LeadTable } from './lead-table.tsx'
import { rollingError } from './rolling.ts'
import { useAccuracy } from './use-accuracy.ts'

/** How the accuracy of what was chosen went, and how it falls with distance. */
export function AccuracyDetails({ view, chosen }: { view: AccuracyView; chosen: AccuracyOwner }) {
  const { found, error } = useAccuracy(chosen, view.days, view.lead)
  const curve = useMemo(() => found && rollingError(found.days, found.from), [found])
  const way = wayTo(chosen)
  const title = nameOf(chosen, found?.speakers ?? [])
  return (
    <Panel
      aside={
        way && (
          <Link className="text-accent text-xs hover:underline" href={way.href} prefetch={false}>
            {way.text}
          </Link>
        )
      }
      title={title}
    >
      {error && <Notice>{error}</Notice>}
      {!found && !error && <div className="skeleton h-56" />}
      {found?.all === null && <p className="text-ink-soft text-xs">{t('accuracy.soon')}</p>}
      {found && found.all !== null && curve && (
        <div className="grid gap-4">
          <div>
            <LineLane
              channel={t('accuracy.curve')}
              lines={[
                { name: t('accuracy.daily'), color: 'var(--ink-faint)', dash: '2 3', values: curve.daily },
                { name: t('accuracy.rolling'), color: channelColor(0), values: curve.rolling },
              ]}
              times={curve.times}
              unit={null}
            />
            <p className="mt-1 text-2xs text-ink-faint">{t('accuracy.utc')}</p>
          </div>
          <LeadTable leads={found.leads} />
        </div>
      )}
    </Panel>
  )
}

function nameOf(chosen: AccuracyOwner, speakers: readonly AccuracySpeaker[]): string {
  if ('series' in chosen) return chosen.series
  if ('group' in chosen) return chosen.group
  if ('attribute' in chosen) return `${chosen.attribute.name}: ${chosen.attribute.value}`
  return speakers[0] ? speakerName(speakers[0]) : t('accuracy.title')
}

/** Where more is told of it; null where it has no page. */
function wayTo(chosen: AccuracyOwner): { readonly href: string; readonly text: string } | null {
  if ('series' in chosen)
    return { href: `/series/${encodeURIComponent(chosen.series)}/forecast`, text: t('accuracy.openSeries') }
  if ('group' in chosen) return { href: `/groups/${encodeURIComponent(chosen.group)}`, text: t('accuracy.openGroup') }
  return null
}
