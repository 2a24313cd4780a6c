'use client'
import type { AccuracyMeasure, AccuracyOwner, AccuracyRank } from '../../graphql/accuracy.ts'
import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { speakerName } from '../system/speaker-name.ts'
import { measures, ownerOf } from './accuracy-view.ts'
import { inFigures } from './figures.ts'

interface RankTableProps {
  readonly ranks: readonly AccuracyRank[]
  readonly measure: AccuracyMeasure
  readonly attribute: string
  readonly chosen: AccuracyOwner | null
  readonly onChoose: (owner: AccuracyOwner | null) => void
}

/** The worst first; a line that is chosen shows its curve, chosen again no more. */
export function RankTable({ ranks, measure, attribute, chosen, onChoose }: RankTableProps) {
  return (
    <ScrollArea label={t('accuracy.table')}>
      <table className="w-full min-w-140 text-right text-xs tabular-nums">
        <thead className="text-ink-faint">
          <tr className="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pl-2.5 [&>th]:font-medium">
            <th className="pl-0! text-left" scope="col">
              {t('accuracy.of')}
            </th>
            {measures.map(one => (
              <th
                aria-sort={one === measure ? 'descending' : undefined}
                className={one === measure ? 'text-ink' : ''}
                key={one}
                scope="col"
                title={t(`accuracy.${one}.hint`)}
              >
                {t(`accuracy.${one}`)}
              </th>
            ))}
            <th scope="col" title={t('accuracy.pairsHint')}>
              {t('accuracy.pairs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ranks.map(rank => {
            const owner = ownerOf(rank, attribute)
            const isChosen = JSON.stringify(owner) === JSON.stringify(chosen)
            return (
              <tr
                className="relative border-line border-t hover:bg-sunken has-aria-pressed:bg-accent-soft [&>td]:whitespace-nowrap [&>td]:py-1.5 [&>td]:pl-2.5"
                key={JSON.stringify(owner)}
              >
                <th className="max-w-64 py-1.5 text-left font-normal" scope="row">
                  <button
                    aria-pressed={isChosen ? true : undefined}
                    className="block max-w-full truncate rounded-sm text-left font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                    onClick={() => onChoose(isChosen ? null : owner)}
                    type="button"
                  >
                    {nameOf(rank)}
                  </button>
                  {scopeOf(rank) !== null && <span className="block truncate text-ink-faint">{scopeOf(rank)}</span>}
                </th>
                {measures.map(one => (
                  <td className={one === measure ? 'font-semibold' : 'text-ink-soft'} key={one}>
                    {inFigures(one, rank.figures)}
                  </td>
                ))}
                <td className="text-ink-faint">{formatExactCount(rank.figures.count)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollArea>
  )
}

const nameOf = ({ series, group, speaker, value }: AccuracyRank): string =>
  series?.title ?? series?.key ?? group?.name ?? (speaker && speakerName(speaker)) ?? value ?? ''

/** What a series is called by machines, or what a version is for. */
function scopeOf({ series, speaker }: AccuracyRank): string | null {
  if (series) return series.title === null ? null : series.key
  const version = speaker?.version
  return version?.group?.name ?? version?.series?.title ?? version?.series?.key ?? null
}
