'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { accuracyRanks } from '../../graphql/accuracy.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { replaceSearch } from '../../ui/replace-search.ts'
import { OperationsTabs } from '../operations/operations-tabs.tsx'
import { useSettled } from '../series/use-settled.ts'
import { useConnection } from '../system/use-connection.ts'
import { AccuracyChoices } from './accuracy-choices.tsx'
import { AccuracyDetails } from './accuracy-details.tsx'
import { type AccuracyView, daysBack, readAccuracyView, writeAccuracyView } from './accuracy-view.ts'
import { RankTable } from './rank-table.tsx'

const page = 50
const refreshEvery = 30_000

/** Where forecasts are worst, and how that came about. */
export function AccuracyPage() {
  const address = useSearchParams()
  const [view, setView] = useState(() => readAccuracyView(new URLSearchParams(address.toString())))
  useEffect(() => replaceSearch(writeAccuracyView(view)), [view])
  const change = (changed: Partial<AccuracyView>) => setView(before => ({ ...before, ...changed }))
  const settled = useSettled(view, 200)
  const unnamed = view.by === 'ATTRIBUTE' && view.attribute.trim() === ''
  const asked = settled.by === 'ATTRIBUTE' && settled.attribute.trim() === '' ? null : settled
  return (
    <>
      <OperationsTabs current="accuracy" />
      <AccuracyChoices onChange={change} view={view} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Panel title={t('accuracy.worst')}>
          {unnamed && <Empty title={t('accuracy.attributeTitle')}>{t('accuracy.attributeText')}</Empty>}
          {!unnamed && asked !== null && <Ranks onChange={change} view={asked} />}
        </Panel>
        {view.chosen === null ? (
          <p className="px-3.5 py-3 text-ink-soft text-xs max-xl:hidden">{t('accuracy.choose')}</p>
        ) : (
          <AccuracyDetails chosen={view.chosen} key={JSON.stringify(view.chosen)} view={settled} />
        )}
      </div>
    </>
  )
}

function Ranks({ view, onChange }: { view: AccuracyView; onChange: (change: Partial<AccuracyView>) => void }) {
  const [first, setFirst] = useState(page)
  const now = useNow()
  const { away } = useConnection()
  const { by, measure, days, lead } = view
  const attribute = by === 'ATTRIBUTE' ? view.attribute.trim() : null
  const { data, error } = useRead(
    accuracyRanks,
    { first: Math.min(500, first), by, attribute, orderBy: measure, from: daysBack(now, days), lead },
    refreshEvery,
  )
  const found = data?.accuracy
  const ranks = found?.edges.map(({ node }) => node)
  // What was read before the question changed answers another one.
  const shown = ranks?.every(rank => isOf(by, rank)) ? ranks : undefined
  return (
    <>
      {error && !away && <Notice>{error}</Notice>}
      {away && shown === undefined && <Empty title={t('accuracy.unreachableTitle')} />}
      {shown === undefined && !error && !away && <div className="skeleton h-40" />}
      {shown?.length === 0 && <Empty title={t('accuracy.noneTitle')}>{t('accuracy.noneText')}</Empty>}
      {shown !== undefined && shown.length > 0 && (
        <>
          <RankTable
            attribute={attribute ?? ''}
            chosen={view.chosen}
            measure={measure}
            onChoose={chosen => onChange({ chosen })}
            ranks={shown}
          />
          <p className="mt-2 text-ink-faint text-xs tabular-nums">
            {t('accuracy.count', { count: formatExactCount(found?.totalCount ?? 0) })}
          </p>
        </>
      )}
      {found?.pageInfo.hasNextPage && first < 500 && <LoadMore onClick={() => setFirst(first + page)} />}
    </>
  )
}

const isOf = (
  by: AccuracyView['by'],
  { series, speaker, group, value }: NonNullable<Parameters<typeof RankTable>[0]['ranks'][number]>,
): boolean => ({ SERIES: series, SPEAKER: speaker, GROUP: group, ATTRIBUTE: value })[by] !== null
