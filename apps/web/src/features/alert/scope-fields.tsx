'use client'
import { channelsOfSeries } from '../../graphql/alert-rule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { useSettled } from '../series/use-settled.ts'
import type { RuleDraft } from './rule-draft.ts'
import { ScopeChoice } from './scope-choice.tsx'

/** Asked about once the key rests. */
const settleAfter = 300

interface ScopeFieldsProps {
  readonly draft: RuleDraft
  readonly onChange: (change: Partial<RuleDraft>) => void
}

/** What a rule watches: of one series its channels are there to choose from. */
export function ScopeFields({ draft, onChange }: ScopeFieldsProps) {
  const { scopeKind, scope, condition } = draft
  return (
    <>
      <ScopeChoice onChange={kind => onChange({ scopeKind: kind })} value={scopeKind} />
      {scopeKind !== 'ALL' && (
        <Field
          autoComplete="off"
          label={t(scopeKind === 'SERIES' ? 'rule.series' : 'rule.group')}
          onChange={event => onChange({ scope: event.target.value })}
          spellCheck={false}
          value={scope}
        />
      )}
      {condition.ofChannels && <ChannelField draft={draft} onChange={onChange} />}
    </>
  )
}

function ChannelField({ draft, onChange }: ScopeFieldsProps) {
  const key = useSettled(draft.scopeKind === 'SERIES' ? draft.scope.trim() : '', settleAfter)
  return key === '' ? (
    <AnyChannel draft={draft} onChange={onChange} />
  ) : (
    <ChannelOf draft={draft} onChange={onChange} seriesKey={key} />
  )
}

const AnyChannel = ({ draft, onChange }: ScopeFieldsProps) => (
  <Field
    autoComplete="off"
    label={t('rule.channel')}
    onChange={event => onChange({ channel: event.target.value })}
    placeholder={t('rule.eachChannel')}
    spellCheck={false}
    value={draft.channel}
  />
)

function ChannelOf({ draft, onChange, seriesKey }: ScopeFieldsProps & { readonly seriesKey: string }) {
  const { data } = useRead(channelsOfSeries, { key: seriesKey })
  const known = data?.seriesByKey?.channels.map(({ name }) => name)
  if (known === undefined) return <AnyChannel draft={draft} onChange={onChange} />
  const { channel } = draft
  const names = channel === '' || known.includes(channel) ? known : [...known, channel]
  return (
    <Choice label={t('rule.channel')} onChange={event => onChange({ channel: event.target.value })} value={channel}>
      <option value="">{t('rule.eachChannel')}</option>
      {names.map(name => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Choice>
  )
}
