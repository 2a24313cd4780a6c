'use client'
import { groups } from '../../graphql/group.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'

interface GroupChoiceProps {
  readonly label: string
  /** Name of the group; empty: all series. */
  readonly group: string
  readonly onChange: (group: string) => void
}

/** One of the groups, or all series; nothing where there are no groups. */
export function GroupChoice({ label, group, onChange }: GroupChoiceProps) {
  const { data } = useRead(groups, { after: null })
  const names = data?.groups.edges.map(({ node }) => node.name) ?? []
  if (names.length === 0 && group === '') return null
  return (
    <Choice className="w-44" label={label} onChange={event => onChange(event.target.value)} value={group}>
      <option value="">{t('quality.allSeries')}</option>
      {[...new Set([...names, ...(group === '' ? [] : [group])])].map(name => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Choice>
  )
}
