'use client'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { type AlertCondition, type AlertRuleFields, alertConditions, alertRule } from '../../graphql/alert-rule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../access/use-may.ts'
import { DeleteRule } from './delete-rule.tsx'
import { draftOfRule, newDraft, type RuleDraft, readRule } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleTrial } from './rule-trial.tsx'

const wayBack = (
  <p className="mb-2 text-xs">
    <Link className="text-accent hover:underline" href="/alerts/rules">
      {t('rule.back')}
    </Link>
  </p>
)

/** A rule to be made, of the series and channel that the address names. */
export function NewRulePage() {
  const address = useSearchParams()
  const { data, error } = useRead(alertConditions, {})
  const [series, channel, condition] = ['series', 'channel', 'condition'].map(name => address.get(name))
  const start = { series: series ?? null, channel: channel ?? null, condition: condition?.toUpperCase() ?? null }
  return (
    <>
      {wayBack}
      <h1 className="mb-3 font-semibold text-lg tracking-tight">{t('rule.new')}</h1>
      {error && <Notice>{error}</Notice>}
      {data === null && !error && <div aria-busy="true" className="skeleton h-96" />}
      {data && <Editor conditions={data.alertConditions} first={newDraft(data.alertConditions, start)} rule={null} />}
    </>
  )
}

/** A rule that is there, to be changed. */
export function RulePage({ id }: { id: string }) {
  const conditions = useRead(alertConditions, {})
  const { data, error, reload } = useRead(alertRule, { id })
  const known = conditions.data?.alertConditions
  const rule = data?.node?.__typename === 'AlertRule' ? data.node : null
  if (data !== null && rule === null)
    return (
      <Empty page title={t('error.pageTitle')}>
        {t('error.pageText')}
      </Empty>
    )
  return (
    <>
      {wayBack}
      <h1 className="mb-3 wrap-anywhere font-semibold text-lg tracking-tight">{rule?.name ?? t('rule.title')}</h1>
      {error && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      {(rule === null || known === undefined) && !error && <div aria-busy="true" className="skeleton h-96" />}
      {rule !== null && known !== undefined && (
        <Editor conditions={known} first={draftOfRule(rule, known)} rule={rule} />
      )}
    </>
  )
}

interface EditorProps {
  readonly conditions: readonly AlertCondition[]
  readonly first: RuleDraft
  /** null for one to be made. */
  readonly rule: AlertRuleFields | null
}

/** What a rule says, and beside it what it would have made of the past. */
function Editor({ conditions, first, rule }: EditorProps) {
  const router = useRouter()
  const may = useMay('trainer')
  const [draft, setDraft] = useState(first)
  const [removing, setRemoving] = useState(false)
  const leave = () => router.push('/alerts/rules')
  return (
    <div className="grid items-start gap-3 xl:grid-cols-2">
      <Panel
        aside={
          rule !== null &&
          may && (
            <Button className="h-7 px-2" look="quiet" onClick={() => setRemoving(true)}>
              {t('alert.delete')}
            </Button>
          )
        }
        title={t('rule.configure')}
      >
        <RuleForm
          conditions={conditions}
          draft={draft}
          may={may}
          onChange={change => setDraft(before => ({ ...before, ...change }))}
          onClose={leave}
          onSaved={leave}
          rule={rule}
        />
      </Panel>
      <RuleTrial draft={readRule(draft)} hasPast={draft.condition.hasPast} />
      {removing && rule !== null && <DeleteRule onClose={() => setRemoving(false)} onDeleted={leave} rule={rule} />}
    </div>
  )
}
