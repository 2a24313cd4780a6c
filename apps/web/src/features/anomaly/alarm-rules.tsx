'use client'
import type { FormEvent } from 'react'
import type { AlarmRules } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { useFormKey } from '../../ui/use-form-key.ts'

interface AlarmRulesFormProps {
  readonly rules: AlarmRules
  /** Unit of the channels, where they have one in common. */
  readonly unit: string | null
  readonly onSave: (rules: AlarmRules) => void
}

const directions: readonly AlarmRules['direction'][] = ['BOTH', 'ABOVE', 'BELOW']

/** What its owner wants to hear of, beyond what the detector thinks unusual. */
export function AlarmRulesForm({ rules, unit, onSave }: AlarmRulesFormProps) {
  const { key, typed, sent } = useFormKey(rules)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    sent()
    const form = new FormData(event.currentTarget)
    const number = (name: string) => Number(form.get(name))
    onSave({
      direction: directions.find(it => it === form.get('direction')) ?? rules.direction,
      leastAbsolute: number('leastAbsolute'),
      leastRelative: number('leastRelative') / 100,
      rest: number('rest'),
    })
  }
  const distance = unit ? `${t('rules.leastAbsolute')}, ${unit}` : t('rules.leastAbsolute')
  return (
    <details className="mt-2">
      <summary className="font-medium text-accent text-xs">{t('rules.title')}</summary>
      <form className="mt-1.5 grid grid-cols-2 gap-2" key={key} onChange={typed} onSubmit={submit}>
        <Choice className="col-span-2" defaultValue={rules.direction} label={t('rules.direction')} name="direction">
          {directions.map(it => (
            <option key={it} value={it}>
              {t(`rules.direction.${it}`)}
            </option>
          ))}
        </Choice>
        <Field
          defaultValue={rules.leastAbsolute}
          label={distance}
          min={0}
          name="leastAbsolute"
          required
          step="any"
          type="number"
        />
        <Field
          defaultValue={Number((rules.leastRelative * 100).toPrecision(12))}
          label={t('rules.leastRelative')}
          min={0}
          name="leastRelative"
          required
          step="any"
          type="number"
        />
        <Field
          className="col-span-2"
          defaultValue={rules.rest}
          hint={t('rules.restHint')}
          label={t('rules.rest')}
          max={100_000}
          min={0}
          name="rest"
          required
          step={1}
          type="number"
        />
        <Button type="submit">{t('rules.save')}</Button>
      </form>
    </details>
  )
}
