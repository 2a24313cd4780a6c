'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { createReceiver, type Notifier, type Receiver, updateReceiver } from '../../graphql/receiver.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { draftsOf, type PlainDraft, readDrafts } from '../model/setting-drafts.ts'
import { SettingField } from '../model/setting-field.tsx'

interface ReceiverDialogProps {
  /** At least one. */
  readonly kinds: readonly Notifier[]
  /** null for one to be made. */
  readonly receiver: Receiver | null
  readonly onSaved: () => void
  readonly onClose: () => void
}

type Problems = readonly { readonly path: string; readonly problem: string }[]

/** A receiver as its owner configures it: every field drawn from the API's description of its notifier. */
export function ReceiverDialog({ kinds, receiver, onSaved, onClose }: ReceiverDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [kind, setKind] = useState(() => kinds.find(it => it.kind === receiver?.notifier) ?? kinds[0]!)
  const [drafts, setDrafts] = useState(() => draftsOf(kind.settings, receiver?.settings ?? {}))
  const [problems, setProblems] = useState<Problems>([])
  const choose = (chosen: Notifier) => {
    setKind(chosen)
    setDrafts(draftsOf(chosen.settings, {}))
    setProblems([])
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    const open = kind.settings.filter(({ secret }) => !secret)
    // A secret that is there stays where its field is left empty.
    const secret = kind.settings.filter(one => one.secret && drafts[one.name] !== '')
    const said = { name, settings: readDrafts(open, drafts), secrets: readDrafts(secret, drafts) }
    setProblems([])
    const refused = (fault: { code: string }) => setProblems('problems' in fault ? (fault.problems as Problems) : [])
    if (receiver === null)
      void follow(client.mutation(createReceiver, { input: { ...said, notifier: kind.kind } }), onSaved, refused)
    else void follow(client.mutation(updateReceiver, { input: { ...said, id: receiver.id } }), onSaved, refused)
  }
  return (
    <Dialog onClose={onClose} title={receiver === null ? t('receiver.new') : t('edit.title', { name: receiver.name })}>
      <form className="grid gap-3" noValidate onSubmit={submit}>
        <Field
          autoComplete="off"
          defaultValue={receiver?.name ?? ''}
          hint={t('receiver.nameHint')}
          label={t('receiver.name')}
          maxLength={128}
          name="name"
        />
        <Choice
          disabled={receiver !== null}
          hint={kind.description}
          label={t('receiver.notifier')}
          onChange={event => choose(kinds.find(it => it.kind === event.target.value) ?? kind)}
          value={kind.kind}
        >
          {kinds.map(({ kind: each, title }) => (
            <option key={each} value={each}>
              {title}
            </option>
          ))}
        </Choice>
        {kind.settings.map(setting => (
          <SettingField
            draft={drafts[setting.name] as PlainDraft}
            key={`${kind.kind} ${setting.name}`}
            onChange={draft => setDrafts(before => ({ ...before, [setting.name]: draft }))}
            problem={problems.find(it => it.path === setting.name)?.problem ?? null}
            setting={setting}
            {...(setting.secret && receiver !== null && { placeholder: t('receiver.secretStays') })}
          />
        ))}
        {error && <Notice>{problems.length > 0 ? t('model.problems', { count: problems.length }) : error}</Notice>}
        <FormActions
          action={receiver === null ? t('receiver.make') : t('action.save')}
          busy={busy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
