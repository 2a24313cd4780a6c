'use client'
import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { type DeploymentSlot, deployVersion } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { textIn } from '../../ui/text-in.ts'
import { writeScope } from '../model/scope.ts'
import { speakerName } from '../system/speaker-name.ts'
import { DeployableOptions } from './deployable-options.tsx'
import type { RoleState } from './role-state.ts'
import { useDeployable } from './use-deployable.ts'

const stages = ['SHADOW', 'CANARY', 'ACTIVE'] as const satisfies readonly DeploymentSlot[]

interface DeployDialogProps {
  readonly scope: Scope
  readonly state: RoleState
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Who is to speak, or to be tried out: a version, or a kind that needs none, as a shadow, a canary, or active at once. */
export function DeployDialog({ scope, state, onClose, onDone }: DeployDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const { role, group, active, tried } = state
  const deployable = useDeployable(scope, role, group)
  const [slot, setSlot] = useState<DeploymentSlot>('SHADOW')
  const [wrongShare, setWrongShare] = useState(false)
  const held = slot === 'ACTIVE' ? active : (tried.find(one => one.slot === slot) ?? null)
  const { versions, groupVersions, kinds } = deployable
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = textIn(new FormData(event.currentTarget))
    const [version, kind] = [
      [...(versions ?? []), ...groupVersions].find(({ id }) => id === text('who'))?.id,
      kinds.find(one => one.kind === text('who'))?.kind,
    ]
    const share = text('share') === '' ? null : Number(text('share')) / 100
    const wrong = share !== null && !(share > 0 && share <= 1)
    setWrongShare(wrong)
    if (wrong) return
    const who = version === undefined ? { kind: kind ?? null } : { version }
    const input = { scope, role, slot, share, ...who, reason: text('reason') || null }
    void follow(client.mutation(deployVersion, { input }), onDone)
  }
  return (
    <Dialog onClose={onClose} title={t(`deployment.deployTitle.${role}`)}>
      <form className="grid gap-3" noValidate onSubmit={submit}>
        {versions === null && deployable.error === null ? (
          <div className="skeleton h-14" />
        ) : (
          <DeployableOptions deployable={deployable} group={group} />
        )}
        {versions?.length === 0 && groupVersions.length === 0 && (
          <p className="text-ink-soft text-xs">
            {t('deployment.noVersions')}{' '}
            <Link
              className="font-medium text-accent underline"
              href={`/models/new?${writeScope(scope)}`}
              prefetch={false}
            >
              {t('deployment.train')}
            </Link>
          </p>
        )}
        <div>
          <p className="mb-1 font-medium text-ink-soft text-xs">{t('deployment.stage')}</p>
          <Segments
            label={t('deployment.stage')}
            onChange={setSlot}
            options={stages.map(value => ({ value, text: t(`deployment.stage.${value}`) }))}
            value={slot}
          />
          <p className="mt-1 text-ink-faint text-xs">
            {t(`deployment.what.${slot}`)}
            {held !== null && ` ${t('deployment.replaces', { speaker: speakerName(held.speaker) })}`}
          </p>
        </div>
        {slot === 'CANARY' && (
          <Field
            aria-invalid={wrongShare || undefined}
            autoComplete="off"
            hint={
              wrongShare ? (
                <span className="font-medium text-critical">{t('deployment.shareWrong')}</span>
              ) : (
                t(scope.group === undefined ? 'deployment.shareHint.series' : 'deployment.shareHint.group')
              )
            }
            inputMode="decimal"
            label={t('deployment.share')}
            name="share"
            placeholder="5"
          />
        )}
        <Field autoComplete="off" label={t('deployment.reason')} maxLength={500} name="reason" />
        {(error ?? deployable.error) && <Notice>{error ?? deployable.error}</Notice>}
        <FormActions action={t('deployment.deploy')} busy={busy || versions === null} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
