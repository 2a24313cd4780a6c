'use client'
import type { ComponentProps } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'

/** What may be asked of a schedule. */
export type ScheduleAction = 'switch' | 'run' | 'edit' | 'delete'

interface ScheduleActionsProps {
  /** What it is called by. */
  readonly name: string
  /** Whether it may be changed by whoever looks. */
  readonly may: boolean
  readonly busy: boolean
  readonly underWay: boolean
  /** Whether its runs are shown. */
  readonly open: boolean
  readonly onOpen: () => void
  readonly onAsk: (action: ScheduleAction) => void
}

/** At the end of a schedule's line: its runs, and what can be done with it. */
export function ScheduleActions({ name, may, busy, underWay, open, onOpen, onAsk }: ScheduleActionsProps) {
  return (
    <span className="-my-1 flex justify-end gap-1">
      <Action aria-expanded={open} aria-label={t('schedule.runsNamed', { name })} onClick={onOpen}>
        {t('schedule.runs')}
      </Action>
      {may && (
        <>
          <Action
            aria-label={t('schedule.runNowNamed', { name })}
            disabled={busy || underWay}
            onClick={() => onAsk('run')}
          >
            {t('schedule.runNow')}
          </Action>
          <Action aria-label={t('schedule.editNamed', { name })} onClick={() => onAsk('edit')}>
            {t('schedule.edit')}
          </Action>
          <Action aria-label={t('schedule.deleteNamed', { name })} onClick={() => onAsk('delete')}>
            {t('schedule.delete')}
          </Action>
        </>
      )}
    </span>
  )
}

const Action = (props: ComponentProps<'button'>) => <Button className="h-7 px-2" look="quiet" {...props} />
