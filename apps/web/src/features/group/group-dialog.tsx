'use client'
import type { FormEvent } from 'react'
import { useChange } from '../../graphql/change.ts'
import { createGroup, type GroupFields, updateGroup } from '../../graphql/group.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { textIn } from '../../ui/text-in.ts'
import { readConditions, writeConditions } from './conditions.ts'

interface GroupDialogProps {
  /** The one that is changed; null for a new one. */
  readonly group: GroupFields | null
  readonly onSaved: (name: string) => void
  readonly onClose: () => void
}

/** A group by its conditions. */
export function GroupDialog({ group, onSaved, onClose }: GroupDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = textIn(form)
    const said = { description: text('description') || null, conditions: readConditions(text('conditions')) }
    if (group === null)
      void follow(client.mutation(createGroup, { input: { ...said, name: text('name') } }), ({ group: made }) =>
        onSaved(made.name),
      )
    else
      void follow(client.mutation(updateGroup, { input: { ...said, name: group.name } }), ({ group: made }) =>
        onSaved(made.name),
      )
  }
  return (
    <Dialog onClose={onClose} title={group === null ? t('group.new') : t('edit.title', { name: group.name })}>
      <form className="grid gap-3" onSubmit={submit}>
        {error && <Notice>{error}</Notice>}
        {group === null && (
          <Field
            autoComplete="off"
            hint={t('group.nameHint')}
            label={t('group.name')}
            maxLength={128}
            name="name"
            pattern="[A-Za-z0-9_]+"
            required
            spellCheck={false}
          />
        )}
        <TextField
          defaultValue={group?.description ?? ''}
          label={t('edit.description')}
          maxLength={2000}
          name="description"
          rows={2}
        />
        <div>
          <TextField
            defaultValue={group ? writeConditions(group.conditions) : ''}
            label={t('group.conditions')}
            name="conditions"
            required
            rows={4}
            spellCheck={false}
          />
          <p className="mt-1 text-ink-faint text-xs">{t('group.conditionsHint')}</p>
        </div>
        <FormActions action={group === null ? t('create.submit') : t('action.save')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
