'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import type { Scope } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { createSchedule, type ScheduleFields, updateSchedule } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { textIn } from '../../ui/text-in.ts'
import { useSettled } from '../series/use-settled.ts'
import { useKinds } from '../system/use-kinds.tsx'
import { nameOfSchedule } from './names.ts'
import { ownZone } from './own-zone.ts'
import { ScopeFields } from './scope-fields.tsx'
import { SpeakerChoice } from './speaker-choice.tsx'
import { draftOfTiming, readTiming } from './timing.ts'
import { TimingFields } from './timing-fields.tsx'
import { TimingPreview } from './timing-preview.tsx'

interface ScheduleDialogProps {
  /** The one that is changed; null for a new one. */
  readonly schedule: ScheduleFields | null
  /** What a new one is for, where that is known. */
  readonly scope: Scope | null
  readonly onSaved: () => void
  readonly onClose: () => void
}

const settleAfter = 250

/** What is to be forecast by itself, when and by whom, with the next runs as they would be. */
export function ScheduleDialog({ schedule, scope: given, onSaved, onClose }: ScheduleDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const { forecasters } = useKinds()
  const [scope, setScope] = useState<Scope>(given ?? scopeOf(schedule) ?? { series: '' })
  const [draft, setDraft] = useState(() => draftOfTiming(schedule?.timing ?? null, ownZone()))
  const timing = readTiming(useSettled(draft, settleAfter))
  const settledScope = useSettled(scope, settleAfter)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = textIn(new FormData(event.currentTarget))
    const who = text('who')
    const kind = forecasters?.find(one => one.kind === who)?.kind
    const speaker = kind === undefined ? { version: who || null } : { forecaster: kind }
    const horizon = text('horizon') === '' ? null : wholeOr0(text('horizon'))
    const said = { timing: readTiming(draft), speaker, horizon }
    if (schedule === null) void follow(client.mutation(createSchedule, { input: { ...said, scope } }), onSaved)
    else void follow(client.mutation(updateSchedule, { input: { ...said, id: schedule.id } }), onSaved)
  }
  return (
    <Dialog
      onClose={onClose}
      title={
        schedule === null ? t('schedule.createTitle') : t('schedule.editTitle', { name: nameOfSchedule(schedule) })
      }
    >
      <form className="grid gap-4" noValidate onSubmit={submit}>
        {schedule === null && <ScopeFields onChange={setScope} scope={scope} />}
        <TimingFields draft={draft} onChange={change => setDraft(before => ({ ...before, ...change }))} />
        <TimingPreview timing={timing} />
        <div className="grid gap-3 sm:grid-cols-2">
          <SpeakerChoice before={schedule} scope={settledScope} />
          <Field
            autoComplete="off"
            defaultValue={schedule?.horizon ?? ''}
            hint={t('schedule.horizonHint')}
            inputMode="numeric"
            label={t('schedule.horizon')}
            name="horizon"
          />
        </div>
        {error && <Notice>{error}</Notice>}
        <FormActions
          action={schedule === null ? t('schedule.create') : t('action.save')}
          busy={busy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}

const scopeOf = (schedule: ScheduleFields | null): Scope | null =>
  schedule?.group ? { group: schedule.group.name } : schedule?.series ? { series: schedule.series.key } : null

/** What is no whole number is 0, which the API refuses in words. */
function wholeOr0(text: string): number {
  const value = Number(text)
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : 0
}
