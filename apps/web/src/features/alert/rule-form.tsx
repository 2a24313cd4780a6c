'use client'
import { type FormEvent, useState } from 'react'
import {
  type AlertCondition,
  type AlertRuleFields,
  createAlertRule,
  updateAlertRule,
} from '../../graphql/alert-rule.ts'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Choice, Field, TextField, Tick } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { draftsOf } from '../model/setting-drafts.ts'
import { SettingFields } from '../model/setting-fields.tsx'
import { alertSeverities } from './names.tsx'
import { ReceiverTicks } from './receiver-ticks.tsx'
import { type RuleDraft, readRule } from './rule-draft.ts'
import { RuleWindows } from './rule-windows.tsx'
import { ScopeFields } from './scope-fields.tsx'

interface RuleFormProps {
  readonly conditions: readonly AlertCondition[]
  readonly draft: RuleDraft
  /** null for one to be made. */
  readonly rule: AlertRuleFields | null
  readonly may: boolean
  readonly onChange: (change: Partial<RuleDraft>) => void
  readonly onSaved: () => void
  readonly onClose: () => void
}

type Problems = readonly { readonly path: string; readonly problem: string }[]

/** What a rule says: what it watches, when it fires and is over, and whom it tells. */
export function RuleForm({ conditions, draft, rule, may, onChange, onSaved, onClose }: RuleFormProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [problems, setProblems] = useState<Problems>([])
  const { condition } = draft
  const choose = (chosen: AlertCondition) =>
    onChange({
      condition: chosen,
      settings: draftsOf(chosen.settings, {}),
      recoveryCount: String(chosen.recoveryCount),
    })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setProblems([])
    const said = readRule(draft)
    const refused = (fault: { code: string }) => setProblems('problems' in fault ? (fault.problems as Problems) : [])
    if (rule === null) void follow(client.mutation(createAlertRule, { input: said }), onSaved, refused)
    else void follow(client.mutation(updateAlertRule, { input: { ...said, id: rule.id } }), onSaved, refused)
  }
  return (
    <form className="grid gap-4" noValidate onSubmit={submit}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          autoComplete="off"
          label={t('rule.name')}
          maxLength={200}
          onChange={event => onChange({ name: event.target.value })}
          value={draft.name}
        />
        <Choice
          label={t('alert.severity')}
          onChange={event =>
            onChange({ severity: alertSeverities.find(one => one === event.target.value) ?? draft.severity })
          }
          value={draft.severity}
        >
          {alertSeverities.map(each => (
            <option key={each} value={each}>
              {t(`alert.severity.${each}`)}
            </option>
          ))}
        </Choice>
        <Choice
          className="sm:col-span-2"
          hint={condition.description}
          label={t('rule.condition')}
          onChange={event => choose(conditions.find(it => it.kind === event.target.value) ?? condition)}
          value={condition.kind}
        >
          {conditions.map(({ kind, title }) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </Choice>
        {!condition.ofSystem && <ScopeFields draft={draft} onChange={onChange} />}
      </div>
      <SettingFields
        drafts={draft.settings}
        onChange={change => onChange({ settings: { ...draft.settings, ...change } })}
        problemAt={path => problems.find(it => it.path === path)?.problem ?? null}
        settings={condition.settings}
      />
      <RuleWindows draft={draft} onChange={onChange} />
      <ReceiverTicks draft={draft} onChange={onChange} />
      <TextField
        label={t('rule.description')}
        maxLength={2_000}
        onChange={event => onChange({ description: event.target.value })}
        rows={2}
        value={draft.description}
      />
      <Tick
        checked={draft.enabled}
        label={t('rule.enabled')}
        onChange={event => onChange({ enabled: event.target.checked })}
      />
      {error && <Notice>{problems.length > 0 ? t('model.problems', { count: problems.length }) : error}</Notice>}
      {may && <FormActions action={rule === null ? t('rule.make') : t('action.save')} busy={busy} onCancel={onClose} />}
    </form>
  )
}
