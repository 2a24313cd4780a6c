'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type QualityLimits, setQualityLimits } from '../../graphql/quality.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'

interface LimitsDialogProps {
  readonly seriesKey: string
  readonly limits: QualityLimits
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Units of the API in one of a field: shares are written in per cent, lengths of time in hours. */
const fields = [
  { name: 'completeness', unit: 0.01, usual: '5' },
  { name: 'consistency', unit: 0.01, usual: '0' },
  { name: 'timeliness', unit: 3_600_000, usual: t('quality.usual.timeliness') },
  { name: 'outliers', unit: 0.01, usual: '2' },
  { name: 'drift', unit: 1, usual: '0.15' },
] as const

/** At which figures the points of a series are bad, and it has drifted; what is left empty is as usual. */
export function LimitsDialog({ seriesKey, limits, onClose, onSaved }: LimitsDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [values, setValues] = useState(() =>
    Object.fromEntries(fields.map(({ name, unit }) => [name, written(limits[name], unit)])),
  )
  const save = (event: FormEvent) => {
    event.preventDefault()
    const given = Object.fromEntries(
      fields.map(({ name, unit }) => [name, values[name] === '' ? null : Number(values[name]) * unit]),
    )
    void follow(client.mutation(setQualityLimits, { input: { key: seriesKey, ...given } }), onSaved)
  }
  return (
    <Dialog onClose={onClose} title={t('quality.limitsTitle')}>
      <form className="grid gap-3" onSubmit={save}>
        {error && <Notice>{error}</Notice>}
        <div className="grid gap-3 sm:grid-cols-2">
          {fields.map(({ name, usual }) => (
            <Field
              hint={t('quality.limitHint', { usual })}
              inputMode="decimal"
              key={name}
              label={t(`quality.field.${name}`)}
              min={0}
              onChange={event => setValues({ ...values, [name]: event.target.value })}
              step="any"
              type="number"
              value={values[name]}
            />
          ))}
        </div>
        <FormActions action={t('action.save')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

const written = (limit: number | null, unit: number): string =>
  limit === null ? '' : String(Number((limit / unit).toPrecision(12)))
