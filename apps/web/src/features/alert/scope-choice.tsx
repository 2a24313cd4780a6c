'use client'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { type ScopeKind, scopeKinds } from './rule-draft.ts'

/** What something is for: one series, a group, or all. */
export const ScopeChoice = ({
  value,
  onChange,
}: {
  readonly value: ScopeKind
  readonly onChange: (kind: ScopeKind) => void
}) => (
  <Choice
    label={t('rule.scope')}
    onChange={event => onChange(scopeKinds.find(one => one === event.target.value) ?? 'ALL')}
    value={value}
  >
    {scopeKinds.map(kind => (
      <option key={kind} value={kind}>
        {t(`rule.scope.${kind}`)}
      </option>
    ))}
  </Choice>
)
