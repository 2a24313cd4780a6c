'use client'
import { useChange } from '../../graphql/change.ts'
import { type DeletedFields, deleteSeries } from '../../graphql/deletion.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { HoldingsList } from './holdings-list.tsx'

interface ForeverDialogProps {
  readonly deleted: DeletedFields
  readonly onClose: () => void
  readonly onGone: () => void
}

/** Asks before a deleted series goes for good. */
export function ForeverDialog({ deleted, onClose, onGone }: ForeverDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const input = { key: deleted.key, forever: true }
  return (
    <ConfirmDialog
      action={t('delete.forever')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteSeries, { input }), onGone)}
      title={t('delete.foreverTitle', { name: deleted.title ?? deleted.key })}
    >
      <p className="text-xs">{t('delete.what')}</p>
      <HoldingsList firstAt={deleted.firstAt} holdings={deleted.holdings} lastAt={deleted.lastAt} />
      <p className="text-xs">{t('delete.final')}</p>
    </ConfirmDialog>
  )
}
