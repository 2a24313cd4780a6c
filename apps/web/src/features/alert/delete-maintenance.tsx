'use client'
import { useChange } from '../../graphql/change.ts'
import { deleteMaintenance, type Maintenance } from '../../graphql/maintenance.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeleteMaintenanceProps {
  readonly window: Maintenance
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a window goes, and says what is sent then. */
export function DeleteMaintenance({ window: { id, name }, onDeleted, onClose }: DeleteMaintenanceProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  return (
    <ConfirmDialog
      action={t('alert.delete')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteMaintenance, { input: { id } }), onDeleted)}
      title={t('maintenance.deleteTitle', { name })}
    >
      <p className="text-xs">{t('maintenance.deleteText')}</p>
    </ConfirmDialog>
  )
}
