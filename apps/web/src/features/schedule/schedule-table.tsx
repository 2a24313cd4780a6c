'use client'
import type { ScheduleFields } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import type { ScheduleAction } from './schedule-actions.tsx'
import { ScheduleRow } from './schedule-row.tsx'

const columns = [
  { title: t('schedule.of') },
  { title: t('schedule.who') },
  { title: t('schedule.when') },
  { title: t('schedule.next') },
  { title: t('schedule.last') },
  { title: t('schedule.on') },
  { title: t('schedule.actions'), className: 'text-right' },
]

interface ScheduleTableProps {
  readonly schedules: readonly ScheduleFields[]
  /** Grows with whatever happens to any of them. */
  readonly revision: number
  readonly busy: boolean
  readonly onAsk: (action: ScheduleAction, schedule: ScheduleFields) => void
}

/** Schedules, each with what it last came to. */
export function ScheduleTable({ schedules, revision, busy, onAsk }: ScheduleTableProps) {
  return (
    <ScrollArea label={t('schedule.table')}>
      <table className="w-full min-w-200 text-xs">
        <TableHead
          className="text-left text-ink-faint"
          columns={columns}
          rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pr-3 [&>th]:last:pr-0"
        />
        <tbody>
          {schedules.map(schedule => (
            <ScheduleRow
              busy={busy}
              key={schedule.id}
              of={schedule}
              onAsk={action => onAsk(action, schedule)}
              revision={revision}
            />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
