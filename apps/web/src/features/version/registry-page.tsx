'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useRead } from '../../graphql/use-read.ts'
import { type VersionFields, versions } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { replaceSearch } from '../../ui/replace-search.ts'
import { KindFilter } from '../model/kind-filter.tsx'
import { ModelTabs } from '../model/model-tabs.tsx'
import { useModelKinds } from '../model/use-model-kinds.ts'
import { useSettled } from '../series/use-settled.ts'
import { useConnection } from '../system/use-connection.ts'
import { VersionDialog } from './version-dialog.tsx'
import { VersionTable } from './version-table.tsx'

const [page, most] = [50, 500]
const refreshEvery = 15_000

/** What a version may be, and the filter that finds those that are. */
const states = {
  deployed: { title: 'version.deployed', filter: { deployed: true } },
  kept: { title: 'version.kept', filter: { archived: false } },
  archived: { title: 'version.archived', filter: { archived: true } },
} as const
const isState = (name: string): name is keyof typeof states => name in states

/** Every version of every series and group, by words, kind and state. */
export function RegistryPage() {
  const address = useSearchParams()
  const [search, setSearch] = useState(address.get('q') ?? '')
  const [kind, setKind] = useState(address.get('kind') ?? '')
  const [state, setState] = useState(address.get('state') ?? '')
  const [first, setFirst] = useState(page)
  const [open, setOpen] = useState<VersionFields | null>(null)
  const { kinds, named } = useModelKinds()
  const { away } = useConnection()
  const settled = useSettled(search.trim(), 200)
  const filter = { search: settled || null, kind: named(kind), ...(isState(state) && states[state].filter) }
  const { data, error, reload } = useRead(versions, { first: Math.min(most, first), filter }, refreshEvery)
  useEffect(() => {
    const params = new URLSearchParams()
    if (settled) params.set('q', settled)
    if (kind) params.set('kind', kind)
    if (state) params.set('state', state)
    replaceSearch(params)
  }, [settled, kind, state])
  const found = data?.versions.edges.map(({ node }) => node)
  return (
    <>
      <ModelTabs current="versions" />
      <div className="mb-3 grid max-w-2xl grid-cols-2 gap-3 sm:grid-cols-3">
        <Field
          className="col-span-2 sm:col-span-1"
          label={t('version.search')}
          onChange={event => setSearch(event.target.value)}
          type="search"
          value={search}
        />
        <KindFilter kind={kind} kinds={kinds} onChange={setKind} />
        <Choice label={t('version.state')} onChange={event => setState(event.target.value)} value={state}>
          <option value="">{t('version.anyState')}</option>
          {Object.entries(states).map(([name, { title }]) => (
            <option key={name} value={name}>
              {t(title)}
            </option>
          ))}
        </Choice>
      </div>
      {error && !away && <Notice>{error}</Notice>}
      <section aria-label={t('version.title')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div className="skeleton h-40" />}
        {found?.length === 0 && <Empty title={t('version.noMatch')}>{t('version.noneText')}</Empty>}
        {found !== undefined && found.length > 0 && <VersionTable comparing={null} onOpen={setOpen} versions={found} />}
      </section>
      {data && (
        <p className="mt-2 text-ink-soft text-xs tabular-nums">
          {t('version.count', { count: formatExactCount(data.versions.totalCount) })}
        </p>
      )}
      {data?.versions.pageInfo.hasNextPage && first < most && <LoadMore onClick={() => setFirst(first + page)} />}
      {open && (
        <VersionDialog
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null)
            reload()
          }}
          version={open}
        />
      )}
    </>
  )
}
