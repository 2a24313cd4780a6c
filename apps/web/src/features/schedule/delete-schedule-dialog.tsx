'use client'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { deleteSchedule, type ScheduleFields } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { nameOfSchedule } from './names.ts'

interface DeleteScheduleDialogProps {
  readonly schedule: ScheduleFields
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a schedule goes, and says what goes with it. */
export function DeleteScheduleDialog({ schedule, onDeleted, onClose }: DeleteScheduleDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  return (
    <ConfirmDialog
      action={t('schedule.delete')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteSchedule, { input: { id: schedule.id } }), onDeleted)}
      title={t('schedule.deleteTitle', { name: nameOfSchedule(schedule) })}
    >
      <p className="text-xs">{t('schedule.deleteText')}</p>
    </ConfirmDialog>
  )
}
