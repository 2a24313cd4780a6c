'use client'
import type { FormEvent } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type SeriesFields, updateSeries } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { textIn } from '../../ui/text-in.ts'
import { AttributeEditor } from './attribute-editor.tsx'
import { KindChoice } from './kind-choice.tsx'
import { readAttributes } from './read-attributes.ts'
import { readKinds } from './read-channels.ts'

interface EditSeriesProps {
  readonly series: SeriesFields
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** What is said of a series; what scores and forecasts it is chosen on its page. */
export function EditSeries({ series, onClose, onSaved }: EditSeriesProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = textIn(form)
    const input = {
      key: series.key,
      title: text('title') || null,
      description: text('description') || null,
      attributes: readAttributes(form),
      channels: readKinds(form).map((kind, i) => ({ name: series.channels[i]!.name, kind })),
      interval: text('interval') === '' ? null : Number(text('interval')) * 1000,
    }
    void follow(client.mutation(updateSeries, { input }), onSaved)
  }

  return (
    <Dialog onClose={onClose} title={t('edit.title', { name: series.title ?? series.key })}>
      <form className="grid gap-3" onSubmit={submit}>
        {error && <Notice>{error}</Notice>}
        <Field
          autoFocus
          defaultValue={series.title ?? ''}
          hint={t('create.titleHint')}
          label={t('create.name')}
          maxLength={2000}
          name="title"
        />
        <TextField
          defaultValue={series.description ?? ''}
          label={t('edit.description')}
          maxLength={2000}
          name="description"
          rows={3}
        />
        <fieldset className="grid grid-cols-2 gap-2 rounded-md border border-line p-3 sm:grid-cols-3">
          <legend className="px-1 font-medium text-ink-soft text-xs">{t('edit.kinds')}</legend>
          {series.channels.map(({ name, kind }) => (
            <KindChoice channel={name} key={name} kind={kind} />
          ))}
          <p className="col-span-full text-ink-faint text-xs">{t('edit.kindsHint')}</p>
        </fieldset>
        <AttributeEditor attributes={series.attributes} />
        <Field
          className="sm:w-1/2"
          defaultValue={
            series.intervalSource === 'DECLARED' && series.interval !== null ? series.interval / 1000 : undefined
          }
          hint={t('edit.intervalHint')}
          label={t('create.interval')}
          min="0.001"
          name="interval"
          placeholder={series.interval === null ? undefined : String(series.interval / 1000)}
          step="any"
          type="number"
        />
        <FormActions action={t('action.save')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
