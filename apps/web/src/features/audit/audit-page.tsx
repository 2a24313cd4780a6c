'use client'
import { useMemo, useState } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { useMayRead } from '../access/use-may.ts'
import { useSettled } from '../series/use-settled.ts'
import { SystemTabs } from '../system/system-tabs.tsx'
import { useConnection } from '../system/use-connection.ts'
import { AuditTable } from './audit-table.tsx'
import { toFilter } from './filter.ts'
import { FilterFields, noFilter } from './filter-fields.tsx'
import { useAudit } from './use-audit.ts'
import { useExport } from './use-export.ts'

/** Who did what, for those who may know. */
export function AuditPage() {
  const may = useMayRead('admin', 'ALL')
  const { away } = useConnection()
  if (may === true) return <Entries />
  return (
    <>
      <SystemTabs current="audit" />
      {may === false ? (
        <Empty title={t('audit.notYoursTitle')}>{t('audit.notYoursText')}</Empty>
      ) : away ? (
        <Empty title={t('audit.unreachableTitle')} />
      ) : (
        <div className="skeleton h-40" />
      )}
    </>
  )
}

function Entries() {
  const [draft, setDraft] = useState(noFilter)
  const settled = useSettled(draft, 250)
  const filter = useMemo(() => toFilter(settled), [settled])
  const { all, total, more, error, loadMore } = useAudit(filter)
  const saving = useExport(filter)
  const { away } = useConnection()
  return (
    <>
      <SystemTabs current="audit" />
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {all !== null && (
          <p aria-live="polite" className="text-ink-soft text-xs">
            {t('audit.count', { count: formatExactCount(total) })}
          </p>
        )}
        <div className="ml-auto flex gap-2">
          <Button disabled={saving.busy || total === 0} onClick={() => void saving.save('jsonl')}>
            {t('audit.saveJson')}
          </Button>
          <Button disabled={saving.busy || total === 0} onClick={() => void saving.save('csv')}>
            {t('audit.saveCsv')}
          </Button>
        </div>
      </div>
      <FilterFields draft={draft} onChange={setDraft} />
      {(error ?? saving.error) && !away && <Notice>{error ?? saving.error}</Notice>}
      {away && all === null && <Empty title={t('audit.unreachableTitle')} />}
      {all === null && !error && !away && <div className="skeleton h-40" />}
      {all?.length === 0 &&
        (draft === noFilter ? (
          <Empty title={t('audit.emptyTitle')}>{t('audit.emptyText')}</Empty>
        ) : (
          <Empty title={t('audit.noMatchTitle')}>{t('audit.noMatchText')}</Empty>
        ))}
      {all !== null && all.length > 0 && <AuditTable entries={all} />}
      {more && <LoadMore onClick={loadMore} />}
    </>
  )
}
