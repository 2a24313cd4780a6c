'use client'
import { useState } from 'react'
import { type Maintenance, maintenances } from '../../graphql/maintenance.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatInstant } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { AlertTabs } from './alert-tabs.tsx'
import { DeleteMaintenance } from './delete-maintenance.tsx'
import { MaintenanceCalendar } from './maintenance-calendar.tsx'
import { MaintenanceDialog } from './maintenance-dialog.tsx'
import { monthOf, nextMonth } from './month.ts'

/** When nothing is sent: a month of it, and every window that is not over. */
export function MaintenancePage() {
  const [month, setMonth] = useState(() => monthOf(Date.now()))
  const [open, setOpen] = useState<'new' | Maintenance | null>(null)
  const mayMake = useMay('trainer')
  const { away } = useConnection()
  const shown = { from: new Date(month.from).toISOString(), to: new Date(month.to).toISOString() }
  const { data, error, reload } = useRead(maintenances, { first: 100, ...shown }, 60_000)
  const found = data?.maintenances.edges.map(({ node }) => node)
  const close = () => setOpen(null)
  const done = () => {
    close()
    reload()
  }
  return (
    <>
      <AlertTabs current="maintenance" />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-ink-soft text-xs">{t('maintenance.what')}</p>
        {mayMake && (
          <Button look="primary" onClick={() => setOpen('new')}>
            <Icon name="plus" size={14} /> {t('maintenance.new')}
          </Button>
        )}
      </div>
      {error && !away && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      <MaintenanceCalendar
        month={month}
        onMonth={by => setMonth(before => nextMonth(before, by))}
        windows={found ?? []}
      />
      <section
        aria-label={t('maintenance.windows')}
        className="mt-3 rounded-lg border border-line bg-surface px-3.5 py-2"
      >
        {found === undefined && !error && <div aria-busy="true" className="skeleton h-20" />}
        {found?.length === 0 && <Empty title={t('maintenance.none')}>{t('maintenance.noneText')}</Empty>}
        <ul className="text-xs">
          {found?.map(one => (
            <li className="flex items-start gap-3 border-line py-2 not-first:border-t" key={one.id}>
              <span className="min-w-0 flex-1 wrap-anywhere">
                <span className="font-medium">{one.name}</span>
                <span className="block text-ink-soft">
                  {whenInWords(one)} · {one.series?.title ?? one.series?.key ?? one.group?.name ?? t('rule.ofAll')}
                </span>
              </span>
              {mayMake && (
                <Button
                  aria-label={t('maintenance.deleteNamed', { name: one.name })}
                  className="h-7 px-2"
                  look="quiet"
                  onClick={() => setOpen(one)}
                >
                  {t('alert.delete')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      {open === 'new' && <MaintenanceDialog onClose={close} onSaved={done} />}
      {open !== null && open !== 'new' && <DeleteMaintenance onClose={close} onDeleted={done} window={open} />}
    </>
  )
}

/** When a window lasts, in words. */
function whenInWords({ from, to, cron, zone, minutes }: Maintenance): string {
  const [begin, end] = [formatInstant(Date.parse(from)), to === null ? null : formatInstant(Date.parse(to))]
  if (cron !== null && minutes !== null) return t('maintenance.recurs', { cron, zone, minutes })
  return end === null ? t('maintenance.openEnd', { from: begin }) : t('maintenance.once', { from: begin, to: end })
}
