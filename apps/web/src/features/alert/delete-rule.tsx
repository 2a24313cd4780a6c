'use client'
import { type AlertRuleFields, deleteAlertRule } from '../../graphql/alert-rule.ts'
import { t } from '../../messages/message.ts'
import { DeleteOne } from '../deletion/delete-one.tsx'

interface DeleteRuleProps {
  readonly rule: AlertRuleFields
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a rule goes, and says what ends with it. */
export const DeleteRule = ({ rule: { id, name }, ...rest }: DeleteRuleProps) => (
  <DeleteOne
    {...rest}
    action={t('alert.delete')}
    remove={client => client.mutation(deleteAlertRule, { input: { id: id } })}
    text={t('rule.deleteText')}
    title={t('rule.deleteTitle', { name })}
  />
)
