'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { models } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Field } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { replaceSearch } from '../../ui/replace-search.ts'
import { useSettled } from '../series/use-settled.ts'
import { useConnection } from '../system/use-connection.ts'
import { KindFilter } from './kind-filter.tsx'
import { ModelTable } from './model-table.tsx'
import { ModelTabs } from './model-tabs.tsx'
import { useModelKinds } from './use-model-kinds.ts'

const page = 50
const refreshEvery = 15_000

/** Every model of every series and group, by words and kind. */
export function ModelsPage() {
  const address = useSearchParams()
  const [search, setSearch] = useState(address.get('q') ?? '')
  const [kind, setKind] = useState(address.get('kind') ?? '')
  const [first, setFirst] = useState(page)
  const { kinds, named } = useModelKinds()
  const { away } = useConnection()
  const settled = useSettled(search.trim(), 200)
  const { data, error } = useRead(
    models,
    { first: Math.min(500, first), filter: { search: settled || null, kind: named(kind) } },
    refreshEvery,
  )
  useEffect(() => {
    const params = new URLSearchParams()
    if (settled) params.set('q', settled)
    if (kind) params.set('kind', kind)
    replaceSearch(params)
  }, [settled, kind])
  const found = data?.models.edges.map(({ node }) => node)
  return (
    <>
      <ModelTabs current="models" />
      <div className="mb-3 grid max-w-xl grid-cols-2 gap-3">
        <Field
          label={t('model.search')}
          onChange={event => setSearch(event.target.value)}
          type="search"
          value={search}
        />
        <KindFilter kind={kind} kinds={kinds} onChange={setKind} />
      </div>
      {error && !away && <Notice>{error}</Notice>}
      <section aria-label={t('model.title')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div className="skeleton h-40" />}
        {found?.length === 0 && <Empty title={t('model.noMatch')}>{t('model.noneAnywhereText')}</Empty>}
        {found !== undefined && found.length > 0 && <ModelTable models={found} />}
      </section>
      {data && (
        <p className="mt-2 text-ink-soft text-xs tabular-nums">
          {t('model.count', { count: formatExactCount(data.models.totalCount) })}
        </p>
      )}
      {data?.models.pageInfo.hasNextPage && first < 500 && <LoadMore onClick={() => setFirst(first + page)} />}
    </>
  )
}
