import type { GroupFields } from '../../graphql/group.ts'
import { t } from '../../messages/message.ts'

/** What a series must have to belong to a group, a mark for each condition. */
export function ConditionsList({ conditions }: Pick<GroupFields, 'conditions'>) {
  return (
    <span className="flex flex-wrap gap-1.5 text-xs">
      {conditions.map(({ attribute, values }) => (
        <span className="wrap-anywhere rounded-sm border border-line bg-sunken px-1.5" key={attribute}>
          <span className="text-ink-soft">{attribute}</span>{' '}
          {values.length === 0 ? t('group.any') : values.join(t('group.or'))}
        </span>
      ))}
    </span>
  )
}
