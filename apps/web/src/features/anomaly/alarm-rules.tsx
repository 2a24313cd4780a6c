'use client'
import type { FormEvent } from 'react'
import type { AlarmRules } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Choice, Field } from '../../ui/field.tsx'

interface AlarmRulesFormProps {
  readonly rules: AlarmRules
  /** Unit of the channels, where they have one in common. */
  readonly unit: string | null
  readonly disabled: boolean
  readonly onSave: (rules: AlarmRules) => void
}

const directions: readonly AlarmRules['direction'][] = ['BOTH', 'ABOVE', 'BELOW']

/** What its owner wants to hear of, beyond what the detector thinks unusual. */
export function AlarmRulesForm({ rules, unit, disabled, onSave }: AlarmRulesFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
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
      <form className="mt-1.5 grid grid-cols-2 gap-2" key={JSON.stringify(rules)} onSubmit={submit}>
        <Choice
          className="col-span-2"
          defaultValue={rules.direction}
          disabled={disabled}
          label={t('rules.direction')}
          name="direction"
        >
          {directions.map(it => (
            <option key={it} value={it}>
              {t(`rules.direction.${it}`)}
            </option>
          ))}
        </Choice>
        <Field
          defaultValue={rules.leastAbsolute}
          disabled={disabled}
          label={distance}
          min={0}
          name="leastAbsolute"
          required
          step="any"
          type="number"
        />
        <Field
          defaultValue={Number((rules.leastRelative * 100).toPrecision(12))}
          disabled={disabled}
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
          disabled={disabled}
          hint={t('rules.restHint')}
          label={t('rules.rest')}
          max={100_000}
          min={0}
          name="rest"
          required
          step={1}
          type="number"
        />
        <Button disabled={disabled} type="submit">
          {t('rules.save')}
        </Button>
      </form>
    </details>
  )
}
