'use client'
import { type FormEvent, useState } from 'react'
import { type ApiKeyFields, createApiKey, updateApiKey } from '../../graphql/api-key.ts'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { draftsOf, emptyGrant, grantsOf } from './grant-drafts.ts'
import { GrantEditor } from './grant-editor.tsx'
import { momentOr } from './in-words.ts'

/** Days a key may be given to live. */
const lives = ['7', '30', '90', '365'] as const
const day = 86_400_000

interface KeyDialogProps {
  /** null for one to be made. */
  readonly apiKey: ApiKeyFields | null
  readonly onIssued: (issued: { readonly name: string; readonly secret: string }) => void
  readonly onSaved: () => void
  readonly onClose: () => void
}

/** What a key is called, may do and when it ends: of a new one, or of one there is. */
export function KeyDialog({ apiKey, onIssued, onSaved, onClose }: KeyDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const now = useNow()
  const [grants, setGrants] = useState(() => (apiKey === null ? [emptyGrant()] : draftsOf(apiKey.grants)))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const life = String(form.get('life'))
    const days = lives.find(one => one === life)
    const expiresAt = days === undefined ? null : new Date(Date.now() + Number(days) * day).toISOString()
    const said = { name: String(form.get('name')).trim(), grants: grantsOf(grants) }
    if (apiKey === null)
      void follow(client.mutation(createApiKey, { input: { ...said, expiresAt } }), ({ apiKey: { name }, secret }) =>
        onIssued({ name, secret }),
      )
    else {
      const input = { ...said, id: apiKey.id, ...(life !== 'AS_IS' && { expiresAt }) }
      void follow(client.mutation(updateApiKey, { input }), onSaved)
    }
  }
  const title = apiKey === null ? t('keys.new') : t('keys.change', { name: apiKey.name })
  return (
    <Dialog onClose={onClose} title={title}>
      <form className="grid gap-3" onSubmit={submit}>
        {error && <Notice>{error}</Notice>}
        <Field
          autoComplete="off"
          defaultValue={apiKey?.name ?? ''}
          hint={t('keys.nameHint')}
          label={t('keys.name')}
          maxLength={128}
          name="name"
          pattern=".*\S.*"
          required
        />
        <GrantEditor grants={grants} onChange={setGrants} />
        <Choice
          defaultValue={apiKey === null ? '90' : 'AS_IS'}
          hint={t('keys.lifeHint')}
          label={t('keys.life')}
          name="life"
        >
          {apiKey !== null && (
            <option value="AS_IS">
              {t('keys.life.asIs', { at: momentOr(apiKey.expiresAt, now, t('keys.never')) })}
            </option>
          )}
          {lives.map(days => (
            <option key={days} value={days}>
              {t(`keys.life.${days}`)}
            </option>
          ))}
          <option value="NEVER">{t('keys.never')}</option>
        </Choice>
        <FormActions action={apiKey === null ? t('keys.make') : t('action.save')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
