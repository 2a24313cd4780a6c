'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { qualityOfAll } from '../../graphql/quality.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { replaceSearch } from '../../ui/replace-search.ts'
import { GroupChoice } from '../group/group-choice.tsx'
import { OperationsTabs } from '../operations/operations-tabs.tsx'
import { useConnection } from '../system/use-connection.ts'
import { QualityTable } from './quality-table.tsx'
import { RuleTallies } from './rule-tallies.tsx'
import { ruleNamed } from './rules.ts'

const [page, most] = [50, 500]
const refreshEvery = 30_000

/** How good the points of every series are, the worst first; those that fail one rule, or of one group. */
export function QualityPage() {
  const address = useSearchParams()
  const [failing, setFailing] = useState(() => ruleNamed(address.get('failing')))
  const [group, setGroup] = useState(address.get('group') ?? '')
  const [first, setFirst] = useState(page)
  const { away } = useConnection()
  const variables = { first: Math.min(most, first), group: group || null, failing }
  const { data, error } = useRead(qualityOfAll, variables, refreshEvery)
  useEffect(() => {
    const params = new URLSearchParams()
    if (failing) params.set('failing', failing.toLowerCase())
    if (group) params.set('group', group)
    replaceSearch(params)
  }, [failing, group])
  const found = data?.quality.edges.map(({ node }) => node)
  return (
    <>
      <OperationsTabs current="quality" />
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <p className="text-ink-soft">{t('quality.what')}</p>
        <GroupChoice group={group} label={t('quality.group')} onChange={setGroup} />
      </div>
      {error && !away && <Notice>{error}</Notice>}
      {data && <RuleTallies chosen={failing} onChoose={setFailing} tallies={data.qualityTally} />}
      <section aria-label={t('quality.title')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div className="skeleton h-40" />}
        {found?.length === 0 && failing === null && (
          <Empty title={t('quality.noneTitle')}>{t('quality.noneText')}</Empty>
        )}
        {found?.length === 0 && failing !== null && (
          <Empty title={t('quality.noMatchTitle')}>{t('quality.noMatchText')}</Empty>
        )}
        {found !== undefined && found.length > 0 && <QualityTable found={found} />}
      </section>
      {data && (
        <p className="mt-2 text-ink-soft text-xs tabular-nums">
          {t('quality.count', { count: formatExactCount(data.quality.totalCount) })}
        </p>
      )}
      {data?.quality.pageInfo.hasNextPage && first < most && <LoadMore onClick={() => setFirst(first + page)} />}
    </>
  )
}
