'use client'
import type { FormEvent } from 'react'
import { type ApiKeyFields, rotateApiKey } from '../../graphql/api-key.ts'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Choice } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Milliseconds for which both secrets may be taken. */
const overlaps = { none: 0, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const
const names = Object.keys(overlaps) as (keyof typeof overlaps)[]

interface RotateDialogProps {
  readonly apiKey: ApiKeyFields
  readonly onIssued: (issued: { readonly name: string; readonly secret: string }) => void
  readonly onClose: () => void
}

/** Asks for how long the secret there is shall be taken beside the new one. */
export function RotateDialog({ apiKey: { id, name }, onIssued, onClose }: RotateDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const chosen = new FormData(event.currentTarget).get('overlap')
    const overlap = overlaps[names.find(one => one === chosen) ?? 'day']
    void follow(client.mutation(rotateApiKey, { input: { id, overlap } }), ({ secret }) => onIssued({ name, secret }))
  }
  return (
    <Dialog onClose={onClose} title={t('keys.rotateTitle', { name })}>
      <form className="grid gap-3" onSubmit={submit}>
        {error && <Notice>{error}</Notice>}
        <p className="text-xs">{t('keys.rotateText')}</p>
        <Choice defaultValue="day" hint={t('keys.overlapHint')} label={t('keys.overlap')} name="overlap">
          {names.map(one => (
            <option key={one} value={one}>
              {t(`keys.overlap.${one}`)}
            </option>
          ))}
        </Choice>
        <FormActions action={t('keys.rotate')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
