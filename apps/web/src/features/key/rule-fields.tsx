'use client'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { RemoveLine } from '../series/remove-line.tsx'
import { nextLine, type RuleDraft } from './grant-drafts.ts'

interface RuleFieldsProps {
  readonly rule: RuleDraft
  readonly onChange: (rule: RuleDraft) => void
  readonly onRemove: () => void
}

/** Which series: by what their key is like, by attributes, or by both. */
export function RuleFields({ rule, onChange, onRemove }: RuleFieldsProps) {
  const { key, attributes } = rule
  const change = (id: number, part: { readonly name?: string; readonly value?: string }) =>
    onChange({ ...rule, attributes: attributes.map(it => (it.id === id ? { ...it, ...part } : it)) })
  return (
    <div className="grid gap-2 rounded-md bg-sunken p-2">
      <div className="grid grid-cols-[1fr_auto] gap-2">
        <Field
          hint={t('keys.patternHint')}
          label={t('keys.pattern')}
          maxLength={128}
          onChange={event => onChange({ ...rule, key: event.target.value })}
          pattern="[A-Za-z0-9_*]*"
          required={attributes.length === 0}
          spellCheck={false}
          value={key}
        />
        <RemoveLine label={t('keys.removeRule')} onRemove={onRemove} />
      </div>
      {attributes.map(({ id, name, value }) => (
        <div className="grid grid-cols-[1fr_1fr_auto] gap-2" key={id}>
          <Field
            label={t('keys.attribute')}
            maxLength={128}
            onChange={event => change(id, { name: event.target.value })}
            required
            value={name}
          />
          <Field
            label={t('keys.attributeValue')}
            maxLength={128}
            onChange={event => change(id, { value: event.target.value })}
            required
            value={value}
          />
          <RemoveLine
            label={t('keys.removeAttribute', { name })}
            onRemove={() => onChange({ ...rule, attributes: attributes.filter(it => it.id !== id) })}
          />
        </div>
      ))}
      <div>
        <Button
          look="quiet"
          onClick={() => onChange({ ...rule, attributes: [...attributes, { id: nextLine(), name: '', value: '' }] })}
        >
          <Icon name="plus" size={14} /> {t('edit.addAttribute')}
        </Button>
      </div>
    </div>
  )
}
