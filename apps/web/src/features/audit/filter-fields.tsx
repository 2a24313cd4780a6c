import type { AuditOutcome } from '../../graphql/audit.ts'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'

/** What is looked for, as it is typed. */
export interface FilterDraft {
  readonly search: string
  readonly actor: string
  readonly operation: string
  readonly series: string
  readonly outcome: AuditOutcome | null
  /** Days, as `YYYY-MM-DD`; the last one is part of it. */
  readonly from: string
  readonly to: string
}

export const noFilter: FilterDraft = {
  search: '',
  actor: '',
  operation: '',
  series: '',
  outcome: null,
  from: '',
  to: '',
}

const outcomes: readonly AuditOutcome[] = ['DONE', 'REFUSED', 'FAILED']

interface FilterFieldsProps {
  readonly draft: FilterDraft
  readonly onChange: (draft: FilterDraft) => void
}

export function FilterFields({ draft, onChange }: FilterFieldsProps) {
  const text = (name: 'search' | 'actor' | 'operation' | 'series' | 'from' | 'to', type = 'text') => (
    <Field
      label={t(`audit.filter.${name}`)}
      onChange={event => onChange({ ...draft, [name]: event.target.value })}
      spellCheck={false}
      type={type}
      value={draft[name]}
    />
  )
  return (
    <fieldset className="mb-3 grid grid-cols-2 gap-3 md:grid-cols-4 xl:grid-cols-7">
      <legend className="sr-only">{t('audit.filter')}</legend>
      {text('search', 'search')}
      {text('actor')}
      {text('operation')}
      {text('series')}
      <Choice
        label={t('audit.outcome')}
        onChange={event => onChange({ ...draft, outcome: outcomes.find(each => each === event.target.value) ?? null })}
        value={draft.outcome ?? ''}
      >
        <option value="">{t('audit.any')}</option>
        {outcomes.map(each => (
          <option key={each} value={each}>
            {t(`audit.outcome.${each}`)}
          </option>
        ))}
      </Choice>
      {text('from', 'date')}
      {text('to', 'date')}
    </fieldset>
  )
}
