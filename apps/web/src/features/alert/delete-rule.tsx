'use client'
import { type AlertRuleFields, deleteAlertRule } from '../../graphql/alert-rule.ts'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeleteRuleProps {
  readonly rule: AlertRuleFields
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a rule goes, and says what ends with it. */
export function DeleteRule({ rule: { id, name }, onDeleted, onClose }: DeleteRuleProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  return (
    <ConfirmDialog
      action={t('alert.delete')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteAlertRule, { input: { id } }), onDeleted)}
      title={t('rule.deleteTitle', { name })}
    >
      <p className="text-xs">{t('rule.deleteText')}</p>
    </ConfirmDialog>
  )
}
