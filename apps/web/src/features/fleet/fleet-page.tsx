'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { replaceSearch } from '../../ui/replace-search.ts'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { Offered } from '../access/offered.tsx'
import { useMay } from '../access/use-may.ts'
import { DeletedDialog } from '../deletion/deleted-dialog.tsx'
import { ImportDialog } from '../import/import-dialog.tsx'
import { CreateSeries } from '../series/create-series.tsx'
import { useSettled } from '../series/use-settled.ts'
import { SystemFigures } from '../system/system-figures.tsx'
import { useConnection } from '../system/use-connection.ts'
import { FleetNothing } from './fleet-nothing.tsx'
import { fleetOrders, readOrder, writeOrder } from './fleet-order.ts'
import { FleetTable } from './fleet-table.tsx'
import { useFleet } from './use-fleet.ts'

/** Every series at a glance, live; new ones by hand or from a file. */
export function FleetPage() {
  const address = useSearchParams()
  const [search, setSearch] = useState(address.get('q') ?? '')
  const [order, setOrder] = useState(() => readOrder(address.get('sort')))
  const [open, setOpen] = useState<'create' | 'import' | 'deleted' | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const settled = useSettled(search.trim(), 200)
  const state = useFleet(settled, order)
  const { away } = useConnection()
  const mayImport = useMay('writer', 'ALL')
  const mayCreate = useMay('admin')
  useShortcut('/', () => field.current?.focus())

  useEffect(() => {
    const params = new URLSearchParams()
    if (settled) params.set('q', settled)
    if (order !== 'KEY') params.set('sort', writeOrder(order))
    replaceSearch(params)
  }, [settled, order])

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="font-semibold text-lg tracking-tight">{t('fleet.title')}</h1>
        <SystemFigures total={state.total} />
        <div className="ml-auto flex gap-2">
          <Offered to="writer" target="ALL">
            <Button onClick={() => setOpen('import')}>
              <Icon name="upload" size={14} /> {t('import.open')}
            </Button>
          </Offered>
          <Offered to="admin">
            <Button look="primary" onClick={() => setOpen('create')}>
              <Icon name="plus" size={14} /> {t('create.open')}
            </Button>
          </Offered>
        </div>
      </div>
      <div className="mb-3 flex flex-wrap gap-2">
        <div className="relative min-w-52 flex-1 sm:max-w-sm">
          <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-faint">
            <Icon name="search" size={14} />
          </span>
          <input
            aria-label={t('fleet.search')}
            className="h-8 w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-xs"
            onChange={event => setSearch(event.target.value)}
            placeholder={t('fleet.searchHint')}
            ref={field}
            type="search"
            value={search}
          />
        </div>
        <select
          aria-label={t('fleet.order')}
          className="h-8 rounded-md border border-line-strong bg-surface px-2 text-xs"
          onChange={event => setOrder(fleetOrders.find(it => it === event.target.value) ?? 'KEY')}
          value={order}
        >
          {fleetOrders.map(it => (
            <option key={it} value={it}>
              {t(`order.${it}`)}
            </option>
          ))}
        </select>
        {state.deleted > 0 && (
          <Button className="ml-auto" look="quiet" onClick={() => setOpen('deleted')}>
            <Icon name="remove" size={14} /> {t('deleted.open', { count: formatExactCount(state.deleted) })}
          </Button>
        )}
      </div>
      {state.error && !away && (
        <div className="mb-3">
          <Notice action={<Button onClick={state.reload}>{t('action.retry')}</Button>}>{state.error}</Notice>
        </div>
      )}
      {state.keys.length > 0 || (state.total === null && !state.error) ? (
        <FleetTable state={state} />
      ) : (
        !(state.error || away) && (
          <FleetNothing
            onCreate={mayCreate ? () => setOpen('create') : null}
            onImport={mayImport ? () => setOpen('import') : null}
            search={settled}
          />
        )
      )}
      {away && state.keys.length === 0 && <Empty title={t('fleet.unreachableTitle')} />}
      {open === 'create' && <CreateSeries onClose={() => setOpen(null)} />}
      {open === 'deleted' && <DeletedDialog onChange={state.reload} onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportDialog onClose={() => setOpen(null)} />}
    </>
  )
}
