'use client'
import { deleteSchedule, type ScheduleFields } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { DeleteOne } from '../deletion/delete-one.tsx'
import { nameOfSchedule } from './names.ts'

interface DeleteScheduleDialogProps {
  readonly schedule: ScheduleFields
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a schedule goes, and says what goes with it. */
export const DeleteScheduleDialog = ({ schedule, ...rest }: DeleteScheduleDialogProps) => (
  <DeleteOne
    {...rest}
    action={t('schedule.delete')}
    remove={client => client.mutation(deleteSchedule, { input: { id: schedule.id } })}
    text={t('schedule.deleteText')}
    title={t('schedule.deleteTitle', { name: nameOfSchedule(schedule) })}
  />
)
