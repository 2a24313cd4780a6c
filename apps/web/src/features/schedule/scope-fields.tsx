'use client'
import { useId } from 'react'
import type { Scope } from '../../graphql/model.ts'
import { scopeChoices } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useSettled } from '../series/use-settled.ts'

const kinds = ['series', 'group'] as const

interface ScopeFieldsProps {
  readonly scope: Scope
  readonly onChange: (scope: Scope) => void
}

/** A series or a group, by its key or name; those that there are, are offered. */
export function ScopeFields({ scope, onChange }: ScopeFieldsProps) {
  const offered = useId()
  const ofGroup = scope.group !== undefined
  const typed = scope.group ?? scope.series ?? ''
  const { data } = useRead(scopeChoices, { search: useSettled(ofGroup ? '' : typed.trim(), 200) || null })
  const names = ofGroup
    ? data?.groups.edges.map(({ node }) => ({ name: node.name, title: null }))
    : data?.series.edges.map(({ node }) => ({ name: node.key, title: node.title }))
  return (
    <div className="grid gap-2">
      <p className="font-medium text-ink-soft text-xs">{t('schedule.scope')}</p>
      <div>
        <Segments
          label={t('schedule.scope')}
          onChange={kind => onChange(kind === 'group' ? { group: '' } : { series: '' })}
          options={kinds.map(value => ({ value, text: t(`schedule.scope.${value}`) }))}
          value={ofGroup ? 'group' : 'series'}
        />
      </div>
      <Field
        autoComplete="off"
        label={t(ofGroup ? 'schedule.groupName' : 'schedule.seriesKey')}
        list={offered}
        onChange={event => onChange(ofGroup ? { group: event.target.value } : { series: event.target.value })}
        spellCheck={false}
        value={typed}
      />
      <datalist id={offered}>
        {names?.map(({ name, title }) => (
          <option key={name} label={title ?? undefined} value={name} />
        ))}
      </datalist>
    </div>
  )
}
