'use client'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { runScheduleNow, type ScheduleFields, updateSchedule } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { useMay } from '../access/use-may.ts'
import { readScope } from '../model/scope.ts'
import { OperationsTabs } from '../operations/operations-tabs.tsx'
import { useConnection } from '../system/use-connection.ts'
import { DeleteScheduleDialog } from './delete-schedule-dialog.tsx'
import type { ScheduleAction } from './schedule-actions.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { ScheduleTable } from './schedule-table.tsx'
import { useSchedules } from './use-schedules.ts'

type Asked = { readonly action: 'edit' | 'delete'; readonly schedule: ScheduleFields } | { readonly action: 'create' }

/** What is forecast by itself: when, by whom, and what the runs came to. */
export function SchedulesPage() {
  const { client } = useApi()
  const scope = readScope(new URLSearchParams(useSearchParams().toString()))
  const { all, total, more, error, revision, reload, loadMore } = useSchedules()
  const { busy, error: refused, follow } = useChange()
  const may = useMay('trainer')
  const { away } = useConnection()
  const [asked, setAsked] = useState<Asked | null>(scope === null ? null : { action: 'create' })
  const ask = (action: ScheduleAction, schedule: ScheduleFields) => {
    const { id, on } = schedule
    if (action === 'switch') void follow(client.mutation(updateSchedule, { input: { id, on: !on } }), reload)
    else if (action === 'run') void follow(client.mutation(runScheduleNow, { input: { id } }), reload)
    else setAsked({ action, schedule })
  }
  const close = () => setAsked(null)
  const done = () => {
    close()
    reload()
  }
  return (
    <>
      <OperationsTabs current="schedules" />
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {all !== null && (
          <p className="text-ink-soft text-xs">{t('schedule.count', { count: formatExactCount(total) })}</p>
        )}
        {may && (
          <Button className="ml-auto" look="primary" onClick={() => setAsked({ action: 'create' })}>
            <Icon name="plus" size={14} /> {t('schedule.new')}
          </Button>
        )}
      </div>
      {(refused ?? error) && !away && <Notice>{refused ?? error}</Notice>}
      <section aria-label={t('schedule.title')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {all === null && !error && <div className="skeleton h-40" />}
        {all?.length === 0 && <Empty title={t('schedule.emptyTitle')}>{t('schedule.emptyText')}</Empty>}
        {all !== null && all.length > 0 && (
          <ScheduleTable busy={busy} onAsk={ask} revision={revision} schedules={all} />
        )}
      </section>
      {more && <LoadMore onClick={loadMore} />}
      {may && asked?.action === 'create' && (
        <ScheduleDialog onClose={close} onSaved={done} schedule={null} scope={scope} />
      )}
      {asked?.action === 'edit' && (
        <ScheduleDialog onClose={close} onSaved={done} schedule={asked.schedule} scope={null} />
      )}
      {asked?.action === 'delete' && (
        <DeleteScheduleDialog onClose={close} onDeleted={done} schedule={asked.schedule} />
      )}
    </>
  )
}
