'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { createMaintenance } from '../../graphql/maintenance.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { ScopeKind } from './rule-draft.ts'
import { ScopeChoice } from './scope-choice.tsx'

/** `YYYY-MM-DDTHH:MM` of the reader's clocks, as fields of date and time have it. */
function localText(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** A window in which nothing is sent, once or recurring. */
export function MaintenanceDialog({ onSaved, onClose }: { onSaved: () => void; onClose: () => void }) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [how, setHow] = useState<'ONCE' | 'RECURRING'>('ONCE')
  const [scopeKind, setScopeKind] = useState<ScopeKind>('ALL')
  const [zone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [begin] = useState(() => Math.ceil(Date.now() / 3_600_000) * 3_600_000)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '').trim()
    const instant = (name: string) => (said(name) === '' ? null : new Date(said(name)).toISOString())
    const scope =
      scopeKind === 'ALL' ? null : scopeKind === 'SERIES' ? { series: said('scope') } : { group: said('scope') }
    const input = {
      name: said('name'),
      scope,
      from: instant('from') ?? new Date().toISOString(),
      to: instant('to'),
      ...(how === 'RECURRING' && { cron: said('cron'), zone: said('zone'), minutes: Number(said('minutes')) }),
    }
    void follow(client.mutation(createMaintenance, { input }), onSaved)
  }
  return (
    <Dialog onClose={onClose} title={t('maintenance.new')}>
      <form className="grid gap-3" onSubmit={submit}>
        <Field autoComplete="off" label={t('maintenance.name')} maxLength={200} name="name" pattern=".*\S.*" required />
        <Segments
          label={t('maintenance.how')}
          onChange={setHow}
          options={(['ONCE', 'RECURRING'] as const).map(value => ({ value, text: t(`maintenance.how.${value}`) }))}
          value={how}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            defaultValue={localText(begin)}
            label={t(how === 'ONCE' ? 'maintenance.from' : 'maintenance.firstFrom')}
            name="from"
            required
            type="datetime-local"
          />
          <Field
            defaultValue={how === 'ONCE' ? localText(begin + 3_600_000) : ''}
            key={how}
            label={t(how === 'ONCE' ? 'maintenance.to' : 'maintenance.until')}
            name="to"
            required={how === 'ONCE'}
            type="datetime-local"
          />
          {how === 'RECURRING' && (
            <>
              <Field
                autoComplete="off"
                defaultValue="0 22 * * 6"
                hint={t('maintenance.cronHint')}
                label={t('maintenance.cron')}
                name="cron"
                required
                spellCheck={false}
              />
              <Field defaultValue="60" inputMode="numeric" label={t('maintenance.minutes')} name="minutes" required />
              <Field defaultValue={zone} label={t('maintenance.zone')} name="zone" required spellCheck={false} />
            </>
          )}
          <ScopeChoice onChange={setScopeKind} value={scopeKind} />
          {scopeKind !== 'ALL' && (
            <Field
              autoComplete="off"
              label={t(scopeKind === 'SERIES' ? 'rule.series' : 'rule.group')}
              name="scope"
              required
              spellCheck={false}
            />
          )}
        </div>
        {error && <Notice>{error}</Notice>}
        <FormActions action={t('maintenance.make')} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
