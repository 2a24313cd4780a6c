'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { createSeries } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Choice, Field, Tick } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { textIn } from '../../ui/text-in.ts'
import { SettingFields } from '../generator/setting-fields.tsx'
import { readSettings } from '../generator/settings.ts'
import { ChannelEditor } from './channel-editor.tsx'
import { readChannels } from './read-channels.ts'

const units = ['BUSINESS_DAY', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const

/** A new series by hand: its key, channels and step. */
export function CreateSeries({ onClose }: { onClose: () => void }) {
  const { client } = useApi()
  const router = useRouter()
  const { busy, error, follow } = useChange()
  const [step, setStep] = useState('')
  const [generated, setGenerated] = useState(false)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = textIn(form)
    const input = {
      key: text('key'),
      title: text('title') || null,
      channels: readChannels(form),
      interval: step === 'SECONDS' && !generated ? Number(text('seconds')) * 1000 : null,
      step: units.filter(unit => unit === step && !generated).map(unit => ({ unit }))[0] ?? null,
      timeZone: text('timeZone') || null,
      generator: generated ? readSettings(form) : null,
    }
    void follow(client.mutation(createSeries, { input }), ({ series }) =>
      router.push(`/series/${encodeURIComponent(series.key)}`),
    )
  }

  return (
    <Dialog onClose={onClose} title={t('create.title')}>
      <form className="grid gap-3" onSubmit={submit}>
        {error && <Notice>{error}</Notice>}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            autoComplete="off"
            autoFocus
            hint={t('create.keyHint')}
            label={t('create.key')}
            maxLength={128}
            name="key"
            pattern="[A-Za-z0-9_]+"
            required
            spellCheck={false}
          />
          <Field hint={t('create.titleHint')} label={t('create.name')} name="title" />
        </div>
        <ChannelEditor />
        <Tick
          checked={generated}
          hint={t('create.generatedHint')}
          label={t('create.generated')}
          onChange={event => setGenerated(event.target.checked)}
        />
        {generated ? (
          <fieldset className="grid grid-cols-2 gap-2 rounded-md border border-line p-3 sm:grid-cols-3">
            <legend className="px-1 font-medium text-ink-soft text-xs">{t('generator.parameters')}</legend>
            <SettingFields settings={null} />
            <p className="col-span-full text-ink-faint text-xs">{t('create.parametersHint')}</p>
          </fieldset>
        ) : (
          <div className="grid gap-3 sm:grid-cols-2">
            <Choice label={t('create.step')} onChange={event => setStep(event.target.value)} value={step}>
              <option value="">{t('create.stepInferred')}</option>
              <option value="SECONDS">{t('create.stepSeconds')}</option>
              {units.map(unit => (
                <option key={unit} value={unit}>
                  {t(`create.step.${unit}`)}
                </option>
              ))}
            </Choice>
            {step === 'SECONDS' && (
              <Field label={t('create.interval')} min="0.001" name="seconds" required step="any" type="number" />
            )}
            {step !== 'SECONDS' && (
              <Field
                defaultValue={Intl.DateTimeFormat().resolvedOptions().timeZone}
                hint={t('create.timeZoneHint')}
                label={t('create.timeZone')}
                name="timeZone"
                spellCheck={false}
              />
            )}
          </div>
        )}
        <FormActions action={t('create.submit')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
