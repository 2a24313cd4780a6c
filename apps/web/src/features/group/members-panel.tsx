import type { ResultOf } from '../../graphql/graphql.ts'
import type { groupByName } from '../../graphql/group.ts'
import { t } from '../../messages/message.ts'
import { Empty } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { SeriesLink } from '../overview/series-link.tsx'

type Members = NonNullable<ResultOf<typeof groupByName>['group']>['members']

/** The series that belong to a group now, by key; null while they are not known. */
export function MembersPanel({ members }: { members: Members | null }) {
  const count = members && (
    <span className="text-ink-faint text-xs tabular-nums">{formatExactCount(members.totalCount)}</span>
  )
  return (
    <Panel aside={count} title={t('group.members')}>
      {members === null && <div className="skeleton h-32" />}
      {members?.totalCount === 0 && <Empty title={t('group.nobody')}>{t('group.nobodyText')}</Empty>}
      {members !== null && members.totalCount > 0 && (
        <ScrollArea className="-mx-3.5 max-h-96 px-3.5" label={t('group.memberList')}>
          <ul>
            {members.edges.map(({ node }) => (
              <li
                className="relative -mx-2 rounded-sm border-line px-2 py-1.5 not-first:border-t hover:bg-sunken"
                key={node.key}
              >
                <SeriesLink series={node} />
                <span className="block truncate text-2xs text-ink-faint">
                  {node.attributes.map(({ name, value }) => `${name} ${value}`).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          {members.totalCount > members.edges.length && (
            <p className="pt-2 text-ink-faint text-xs">
              {t('overview.more', { count: formatExactCount(members.totalCount - members.edges.length) })}
            </p>
          )}
        </ScrollArea>
      )}
    </Panel>
  )
}
