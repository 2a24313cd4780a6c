'use client'
import { useChange } from '../../graphql/change.ts'
import { deleteModel } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeleteModelProps {
  readonly id: string
  readonly name: string
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Asks before a draft goes. */
export function DeleteModel({ id, name, onClose, onDeleted }: DeleteModelProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  return (
    <ConfirmDialog
      action={t('delete.submit')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteModel, { input: { id } }), onDeleted)}
      title={t('delete.title', { name })}
    >
      <p className="text-xs">
        {t('model.deleteWhat')} {t('delete.final')}
      </p>
    </ConfirmDialog>
  )
}
