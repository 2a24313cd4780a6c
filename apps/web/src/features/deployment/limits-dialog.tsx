'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { type DeploymentFields, deployVersion, type RolloutLimits } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Tick } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { speakerName } from '../system/speaker-name.ts'
import { draftsOfLimits, readLimitDrafts, type WrittenLimit } from './limit-drafts.ts'
import { speakerInput } from './speaker-input.ts'

const common = ['fewestPoints', 'hold', 'mostFailures', 'mostLatency'] as const
/** Those that concern a role. */
const concerning = {
  FORECAST: [...common, 'mostError'],
  WATCH: [...common, 'leastAgreement', 'mostExtraFlags', 'mostFalse'],
} as const satisfies Record<DeploymentFields['role'], readonly WrittenLimit[]>

interface LimitsDialogProps {
  readonly scope: Scope
  readonly deployment: DeploymentFields
  readonly limits: RolloutLimits
  readonly onClose: () => void
  readonly onDone: () => void
}

/** What a shadow or canary must keep within, to be changed while it is tried out. */
export function LimitsDialog({ scope, deployment, limits, onClose, onDone }: LimitsDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const { role, slot, speaker } = deployment
  const [drafts, setDrafts] = useState(() => draftsOfLimits(limits))
  const [automatic, setAutomatic] = useState(limits.automatic)
  const [asked, setAsked] = useState(false)
  const { limits: read, unreadable } = readLimitDrafts(drafts)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (unreadable.length > 0) return
    const input = { scope, role, slot, ...speakerInput(speaker), limits: { ...read, automatic } }
    void follow(client.mutation(deployVersion, { input }), onDone)
  }
  const field = (name: WrittenLimit, hint?: string) => {
    const wrong = asked && unreadable.includes(name)
    return (
      <Field
        aria-invalid={wrong || undefined}
        autoComplete="off"
        hint={wrong ? <span className="font-medium text-critical">{t('limits.unreadable')}</span> : hint}
        inputMode={name === 'steps' ? 'text' : 'decimal'}
        key={name}
        label={t(`limits.${name}`)}
        onChange={event => setDrafts(before => ({ ...before, [name]: event.target.value }))}
        value={drafts[name]}
      />
    )
  }
  return (
    <Dialog onClose={onClose} title={t('limits.title', { speaker: speakerName(speaker) })}>
      <form className="grid gap-3" noValidate onSubmit={submit}>
        <Tick
          checked={automatic}
          label={t('limits.automatic')}
          onChange={event => setAutomatic(event.target.checked)}
        />
        <div className="grid items-start gap-3 sm:grid-cols-2">
          {concerning[role].map(name => field(name))}
          {slot === 'CANARY' && field('steps', t('limits.stepsHint'))}
        </div>
        <p className="text-ink-soft text-xs">{t('limits.keeps')}</p>
        {error && <Notice>{error}</Notice>}
        <FormActions action={t('action.save')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
