'use client'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { RemoveLine } from '../series/remove-line.tsx'
import { emptyGrant, emptyRule, type GrantDraft, roles } from './grant-drafts.ts'
import { RuleFields } from './rule-fields.tsx'

/** Grants that one may hold, and rules that one of them may have. */
const [grantsAtMost, rulesAtMost] = [20, 50]

interface GrantEditorProps {
  readonly grants: readonly GrantDraft[]
  readonly onChange: (grants: readonly GrantDraft[]) => void
}

/** What a key may do: roles, each for all series or for some. */
export function GrantEditor({ grants, onChange }: GrantEditorProps) {
  const change = (id: number, part: Partial<GrantDraft>) =>
    onChange(grants.map(grant => (grant.id === id ? { ...grant, ...part } : grant)))
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-ink-soft text-xs">{t('keys.grants')}</legend>
      {grants.map(({ id, role, rules }) => (
        <div className="grid gap-2" key={id}>
          <div className="grid grid-cols-[1fr_1fr_auto] gap-2">
            <Choice
              hint={t(`keys.roleHint.${role}`)}
              label={t('keys.role')}
              onChange={event => change(id, { role: roles.find(it => it === event.target.value) ?? role })}
              value={role}
            >
              {roles.map(it => (
                <option key={it} value={it}>
                  {t(`keys.role.${it}`)}
                </option>
              ))}
            </Choice>
            <Choice
              label={t('keys.extent')}
              onChange={event => change(id, { rules: event.target.value === 'SOME' ? [emptyRule()] : [] })}
              value={rules.length === 0 ? 'ALL' : 'SOME'}
            >
              <option value="ALL">{t('keys.extent.ALL')}</option>
              <option value="SOME">{t('keys.extent.SOME')}</option>
            </Choice>
            <RemoveLine
              label={t('keys.removeGrant')}
              last={grants.length === 1}
              onRemove={() => onChange(grants.filter(grant => grant.id !== id))}
            />
          </div>
          {rules.map(rule => (
            <RuleFields
              key={rule.id}
              onChange={changed => change(id, { rules: rules.map(it => (it.id === rule.id ? changed : it)) })}
              onRemove={() => change(id, { rules: rules.filter(it => it.id !== rule.id) })}
              rule={rule}
            />
          ))}
          {rules.length > 0 && (
            <div>
              <Button
                disabled={rules.length >= rulesAtMost}
                look="quiet"
                onClick={() => change(id, { rules: [...rules, emptyRule()] })}
              >
                <Icon name="plus" size={14} /> {t('keys.addRule')}
              </Button>
            </div>
          )}
        </div>
      ))}
      <div>
        <Button
          disabled={grants.length >= grantsAtMost}
          look="quiet"
          onClick={() => onChange([...grants, emptyGrant()])}
        >
          <Icon name="plus" size={14} /> {t('keys.addGrant')}
        </Button>
      </div>
    </fieldset>
  )
}
