'use client'
import { deleteMaintenance, type Maintenance } from '../../graphql/maintenance.ts'
import { t } from '../../messages/message.ts'
import { DeleteOne } from '../deletion/delete-one.tsx'

interface DeleteMaintenanceProps {
  readonly window: Maintenance
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a window goes, and says what is sent then. */
export const DeleteMaintenance = ({ window: { id, name }, ...rest }: DeleteMaintenanceProps) => (
  <DeleteOne
    {...rest}
    action={t('alert.delete')}
    remove={client => client.mutation(deleteMaintenance, { input: { id: id } })}
    text={t('maintenance.deleteText')}
    title={t('maintenance.deleteTitle', { name })}
  />
)
