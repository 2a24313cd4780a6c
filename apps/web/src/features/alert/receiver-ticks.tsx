'use client'
import Link from 'next/link'
import { receivers } from '../../graphql/receiver.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Field, Tick } from '../../ui/field.tsx'
import type { RuleDraft } from './rule-draft.ts'

interface ReceiverTicksProps {
  readonly draft: RuleDraft
  readonly onChange: (change: Partial<RuleDraft>) => void
}

/** Whom a rule tells at once, and whom when nobody takes an alert on. */
export function ReceiverTicks({ draft, onChange }: ReceiverTicksProps) {
  const { data } = useRead(receivers, { mayAll: false })
  const found = data?.receivers.edges.map(({ node }) => node)
  const ticks = (name: 'receivers' | 'escalateTo') =>
    found?.map(({ id, name: title }) => (
      <Tick
        checked={draft[name].includes(id)}
        key={id}
        label={title}
        onChange={event =>
          onChange({ [name]: event.target.checked ? [...draft[name], id] : draft[name].filter(one => one !== id) })
        }
      />
    ))
  return (
    <>
      <fieldset className="grid gap-2 rounded-md border border-line p-3">
        <legend className="px-1 font-medium text-ink-soft text-xs">{t('rule.tells')}</legend>
        {ticks('receivers')}
        {found?.length === 0 && (
          <p className="text-ink-soft text-xs">
            {t('rule.noReceivers')}{' '}
            <Link className="text-accent underline" href="/alerts/receivers">
              {t('receiver.title')}
            </Link>
          </p>
        )}
      </fieldset>
      {found !== undefined && found.length > 0 && (
        <fieldset className="grid gap-2 rounded-md border border-line p-3">
          <legend className="px-1 font-medium text-ink-soft text-xs">{t('rule.escalates')}</legend>
          <Field
            className="max-w-48"
            inputMode="decimal"
            label={t('rule.escalateAfter')}
            onChange={event => onChange({ escalateAfter: event.target.value })}
            placeholder={t('rule.never')}
            value={draft.escalateAfter}
          />
          {draft.escalateAfter.trim() !== '' && ticks('escalateTo')}
        </fieldset>
      )}
    </>
  )
}
