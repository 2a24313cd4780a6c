import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { formatExactCount } from '../../ui/number.ts'
import type { Plot } from './use-plot.ts'

interface MemberChoiceProps {
  readonly members: NonNullable<Plot['members']>
  /** Key of a member, which need not be among those offered; null for what the version keeps. */
  readonly chosen: string | null
  readonly onChoose: (key: string | null) => void
}

/** Which series of a group is looked at. */
export function MemberChoice({ members: { total, first }, chosen, onChoose }: MemberChoiceProps) {
  const left = total - first.length
  const strange = chosen !== null && !first.some(({ key }) => key === chosen)
  return (
    <Choice
      className="max-w-sm"
      hint={
        left > 0
          ? t('plot.moreMembers', { shown: formatExactCount(first.length), total: formatExactCount(total) })
          : null
      }
      label={t('plot.member')}
      onChange={event => onChoose(event.target.value || null)}
      value={chosen ?? ''}
    >
      <option value="">{t('plot.asKept')}</option>
      {strange && <option value={chosen}>{chosen}</option>}
      {first.map(({ key, title }) => (
        <option key={key} value={key}>
          {title ?? key}
        </option>
      ))}
    </Choice>
  )
}
