'use client'
import type { FormEvent } from 'react'
import { type AlertFields, acknowledgeAlert, resolveAlert } from '../../graphql/alert.ts'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What people do with an alert. */
export type AlertAct = 'acknowledge' | 'resolve'

interface ActDialogProps {
  readonly act: AlertAct
  readonly alert: Pick<AlertFields, 'id' | 'title'>
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Takes an alert on or ends it, with a note for those who come after. */
export function ActDialog({ act, alert: { id, title }, onDone, onClose }: ActDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note')).trim() || null
    const change = act === 'acknowledge' ? acknowledgeAlert : resolveAlert
    void follow(client.mutation(change, { input: { id, note } }), onDone)
  }
  return (
    <Dialog onClose={onClose} title={t(`alert.${act}Title`)}>
      <form className="grid gap-3" onSubmit={submit}>
        <p className="wrap-anywhere font-medium text-xs">{title}</p>
        <p className="text-ink-soft text-xs">{t(`alert.${act}Text`)}</p>
        {error && <Notice>{error}</Notice>}
        <TextField label={t('alert.note')} maxLength={2_000} name="note" rows={3} />
        <FormActions action={t(`alert.${act}`)} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
