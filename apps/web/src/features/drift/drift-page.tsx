'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { driftOfAll } from '../../graphql/drift.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { replaceSearch } from '../../ui/replace-search.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Segments } from '../../ui/segments.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { GroupChoice } from '../group/group-choice.tsx'
import { OperationsTabs } from '../operations/operations-tabs.tsx'
import { useConnection } from '../system/use-connection.ts'
import { DriftRow } from './drift-row.tsx'

const [page, most] = [20, 200]
const refreshEvery = 60_000

const columns = [
  { title: t('column.series') },
  { title: t('column.state') },
  { title: t('drift.psi'), className: 'text-right' },
  { title: t('drift.kl'), className: 'text-right' },
  { title: t('drift.prediction'), className: 'text-right' },
  { title: t('drift.curve') },
  { title: t('drift.against') },
  { title: t('drift.action') },
]

/** How far every series has moved from what its forecaster learnt, the farthest first, and what to do about it. */
export function DriftPage() {
  const address = useSearchParams()
  const [only, setOnly] = useState(address.get('drifted') === 'yes')
  const [group, setGroup] = useState(address.get('group') ?? '')
  const [first, setFirst] = useState(page)
  const now = useNow()
  const { away } = useConnection()
  const variables = { first: Math.min(most, first), group: group || null, drifted: only ? true : null }
  const { data, error } = useRead(driftOfAll, variables, refreshEvery)
  useEffect(() => {
    const params = new URLSearchParams()
    if (only) params.set('drifted', 'yes')
    if (group) params.set('group', group)
    replaceSearch(params)
  }, [only, group])
  const found = data?.drift.edges.map(({ node }) => node)
  return (
    <>
      <OperationsTabs current="drift" />
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <p className="mr-auto text-ink-soft">{t('drift.what')}</p>
        <Segments
          label={t('drift.show')}
          onChange={value => setOnly(value === 'drifted')}
          options={[
            { value: 'all', text: t('drift.all') },
            { value: 'drifted', text: t('drift.only') },
          ]}
          value={only ? 'drifted' : 'all'}
        />
        <GroupChoice group={group} label={t('quality.group')} onChange={setGroup} />
      </div>
      {error && !away && <Notice>{error}</Notice>}
      <section aria-label={t('drift.title')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div className="skeleton h-40" />}
        {found?.length === 0 && (
          <Empty title={t(only ? 'drift.calmTitle' : 'drift.noneTitle')}>
            {t(only ? 'drift.calmText' : 'drift.noneText')}
          </Empty>
        )}
        {found !== undefined && found.length > 0 && (
          <ScrollArea className="relative" label={t('drift.table')}>
            <table className="w-full min-w-240 text-xs">
              <TableHead
                className="text-left text-ink-faint"
                columns={columns}
                rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pr-4 [&>th:last-child]:pr-0"
              />
              <tbody>
                {found.map(drift => (
                  <DriftRow drift={drift} key={drift.series.key} now={now} />
                ))}
              </tbody>
            </table>
          </ScrollArea>
        )}
      </section>
      {data && (
        <p className="mt-2 text-ink-soft text-xs tabular-nums">
          {t('drift.count', { count: formatExactCount(data.drift.totalCount) })}
        </p>
      )}
      {data?.drift.pageInfo.hasNextPage && first < most && <LoadMore onClick={() => setFirst(first + page)} />}
    </>
  )
}
