'use client'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import type { ImportFields, ImportState } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { useMay, useMayRead } from '../access/use-may.ts'
import { useSettled } from '../series/use-settled.ts'
import { useConnection } from '../system/use-connection.ts'
import { ImportCard } from './import-card.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { type ImportDraft, toPlan } from './plan.ts'
import { UndoDialog } from './undo-dialog.tsx'
import { useHistory } from './use-history.ts'

const states: readonly ImportState[] = ['WAITING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'UNDONE']

type Open = { readonly import: ImportDraft | null } | { readonly undo: ImportFields } | null

/** Every import there was, for whoever may see all series: a file may hold any of them. */
export function ImportsPage() {
  const may = useMayRead('viewer', 'ALL')
  if (may === null) return <div aria-busy="true" className="skeleton h-96" />
  if (may) return <Imports />
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Empty page title={t('imports.notYours')}>
        {t('imports.notYoursText')}
      </Empty>
    </div>
  )
}

/** What came of each, what was found in the file, and the way back. */
function Imports() {
  const address = useSearchParams()
  const [state, setState] = useState<ImportState | null>(null)
  const [series, setSeries] = useState(address.get('series') ?? '')
  const history = useHistory(state, useSettled(series.trim(), 250))
  const [open, setOpen] = useState<Open>(null)
  const { all, total } = history
  const { away } = useConnection()
  const mayImport = useMay('writer', 'ALL')
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="font-semibold text-lg tracking-tight">{t('imports.title')}</h1>
        {all !== null && (
          <p className="text-ink-soft text-xs">{t('imports.count', { count: formatExactCount(total) })}</p>
        )}
        {mayImport && (
          <Button className="ml-auto" look="primary" onClick={() => setOpen({ import: null })}>
            <Icon name="upload" size={14} /> {t('import.open')}
          </Button>
        )}
      </div>
      <div className="mb-3 grid max-w-md grid-cols-2 gap-3">
        <Choice
          label={t('imports.state')}
          onChange={event => setState(states.find(it => it === event.target.value) ?? null)}
          value={state ?? ''}
        >
          <option value="">{t('imports.all')}</option>
          {states.map(it => (
            <option key={it} value={it}>
              {t(`imports.state.${it}`)}
            </option>
          ))}
        </Choice>
        <Field
          hint={t('imports.seriesHint')}
          label={t('imports.series')}
          onChange={event => setSeries(event.target.value)}
          spellCheck={false}
          value={series}
        />
      </div>
      {history.error && !away && <Notice>{history.error}</Notice>}
      {away && all === null && <Empty title={t('imports.unreachableTitle')} />}
      {all === null && !history.error && <div className="skeleton h-40" />}
      {all?.length === 0 &&
        (state !== null || series.trim() !== '' ? (
          <Empty title={t('imports.noMatchTitle')}>{t('imports.noMatchText')}</Empty>
        ) : (
          <Empty title={t('imports.emptyTitle')}>{t('imports.emptyText')}</Empty>
        ))}
      {all !== null && all.length > 0 && (
        <ol className="grid grid-cols-1 gap-3">
          {all.map(each => (
            <ImportCard
              current={each}
              key={each.id}
              onAgain={() => setOpen({ import: { key: each.key, plan: toPlan(each.plan), replace: each.replace } })}
              onUndo={() => setOpen({ undo: each })}
            />
          ))}
        </ol>
      )}
      {history.more && <LoadMore onClick={history.loadMore} />}
      {open !== null && 'import' in open && <ImportDialog again={open.import} onClose={() => setOpen(null)} />}
      {open !== null && 'undo' in open && (
        <UndoDialog
          current={open.undo}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            history.reload()
          }}
        />
      )}
    </>
  )
}
