'use client'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { deleteReceiver, type Receiver } from '../../graphql/receiver.ts'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeleteReceiverProps {
  readonly receiver: Receiver
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a receiver goes, with what waits for it. */
export function DeleteReceiver({ receiver: { id, name }, onDeleted, onClose }: DeleteReceiverProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  return (
    <ConfirmDialog
      action={t('alert.delete')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteReceiver, { input: { id } }), onDeleted)}
      title={t('receiver.deleteTitle', { name })}
    >
      <p className="text-xs">{t('receiver.deleteText')}</p>
    </ConfirmDialog>
  )
}
