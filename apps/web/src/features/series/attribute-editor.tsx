'use client'
import { useState } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { AttributeDraft } from './read-attributes.ts'
import { RemoveLine } from './remove-line.tsx'

const most = 64

/** One line per attribute: what it says something about, and what it says. */
export function AttributeEditor({ attributes }: { attributes: readonly AttributeDraft[] }) {
  const [lines, setLines] = useState(() => attributes.map((attribute, id) => ({ id, ...attribute })))
  const remove = (id: number) => setLines(before => before.filter(line => line.id !== id))
  const add = () =>
    setLines(before => [...before, { id: Math.max(-1, ...before.map(line => line.id)) + 1, name: '', value: '' }])
  return (
    <fieldset className="grid gap-2 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-ink-soft text-xs">{t('edit.attributes')}</legend>
      {lines.map(({ id, name, value }, i) => (
        <div className="grid grid-cols-[1fr_1fr_auto] gap-2" key={id}>
          <Field defaultValue={name} label={t('edit.attribute')} maxLength={128} name="attribute-name" required />
          <Field
            defaultValue={value}
            label={t('edit.attributeValue')}
            maxLength={128}
            name="attribute-value"
            required
          />
          <RemoveLine label={t('edit.removeAttribute', { number: i + 1 })} onRemove={() => remove(id)} />
        </div>
      ))}
      <div>
        <Button disabled={lines.length >= most} look="quiet" onClick={add}>
          <Icon name="plus" size={14} /> {t('edit.addAttribute')}
        </Button>
      </div>
    </fieldset>
  )
}
