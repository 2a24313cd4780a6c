import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import type { RuleDraft } from './rule-draft.ts'

interface RuleWindowsProps {
  readonly draft: RuleDraft
  readonly onChange: (change: Partial<RuleDraft>) => void
}

const groupings = ['SERIES', 'ATTRIBUTE', 'RULE'] as const
type Counted = 'triggerCount' | 'triggerOf' | 'triggerFor' | 'recoveryCount' | 'recoveryFor' | 'cooldown'

/** When a rule fires and when it is over: so that nothing flaps, and one incident is one alert. */
export function RuleWindows({ draft, onChange }: RuleWindowsProps) {
  const number = (name: Counted) => (
    <Field
      inputMode="decimal"
      label={t(`rule.${name}`)}
      onChange={event => onChange({ [name]: event.target.value })}
      value={draft[name]}
    />
  )
  return (
    <>
      <fieldset className="grid grid-cols-2 gap-3 rounded-md border border-line p-3 sm:grid-cols-3">
        <legend className="px-1 font-medium text-ink-soft text-xs">{t('rule.fires')}</legend>
        {number('triggerCount')}
        {number('triggerOf')}
        {number('triggerFor')}
      </fieldset>
      <fieldset className="grid grid-cols-2 gap-3 rounded-md border border-line p-3 sm:grid-cols-3">
        <legend className="px-1 font-medium text-ink-soft text-xs">{t('rule.over')}</legend>
        {number('recoveryCount')}
        {number('recoveryFor')}
        {number('cooldown')}
      </fieldset>
      {!draft.condition.ofSystem && draft.scopeKind !== 'SERIES' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Choice
            label={t('rule.groupBy')}
            onChange={event => onChange({ groupBy: groupings.find(one => one === event.target.value) ?? 'SERIES' })}
            value={draft.groupBy}
          >
            {groupings.map(each => (
              <option key={each} value={each}>
                {t(`rule.groupBy.${each}`)}
              </option>
            ))}
          </Choice>
          {draft.groupBy === 'ATTRIBUTE' && (
            <Field
              label={t('rule.attribute')}
              onChange={event => onChange({ attribute: event.target.value })}
              spellCheck={false}
              value={draft.attribute}
            />
          )}
        </div>
      )}
    </>
  )
}
