'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { groups } from '../../graphql/group.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Offered } from '../access/offered.tsx'
import { ModelTabs } from '../model/model-tabs.tsx'
import { useConnection } from '../system/use-connection.ts'
import { ConditionsList } from './conditions-list.tsx'
import { GroupDialog } from './group-dialog.tsx'

const refreshEvery = 30_000

/** Every group of series that models can be for, and a new one. */
export function GroupsPage() {
  /** What each page that is shown comes after; the first comes after nothing. */
  const [pages, setPages] = useState<readonly (string | null)[]>([null])
  const [creating, setCreating] = useState(false)
  const router = useRouter()
  return (
    <>
      <ModelTabs current="groups" />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="text-ink-soft">{t('group.what')}</p>
        <Offered to="trainer">
          <Button className="ml-auto" look="primary" onClick={() => setCreating(true)}>
            <Icon name="plus" size={14} /> {t('group.new')}
          </Button>
        </Offered>
      </div>
      {pages.map((after, place) => (
        <GroupsAfter
          after={after}
          key={after}
          onMore={place === pages.length - 1 ? next => setPages([...pages, next]) : null}
        />
      ))}
      {creating && (
        <GroupDialog
          group={null}
          onClose={() => setCreating(false)}
          onSaved={name => router.push(`/groups/${encodeURIComponent(name)}`)}
        />
      )}
    </>
  )
}

interface GroupsAfterProps {
  readonly after: string | null
  /** Shows those after these; null where they are shown. */
  readonly onMore: ((after: string) => void) | null
}

function GroupsAfter({ after, onMore }: GroupsAfterProps) {
  const { data, error } = useRead(groups, { after }, refreshEvery)
  const { away } = useConnection()
  const found = data?.groups.edges.map(({ node }) => node)
  const { hasNextPage = false, endCursor = null } = data?.groups.pageInfo ?? {}
  return (
    <>
      {error && !away && <Notice>{error}</Notice>}
      {found === undefined && !error && <div className="skeleton h-40" />}
      {found?.length === 0 && after === null && (
        <div className="rounded-lg border border-line border-dashed bg-surface">
          <Empty title={t('group.none')}>{t('group.noneText')}</Empty>
        </div>
      )}
      {found !== undefined && found.length > 0 && (
        <ul className="rounded-lg border border-line bg-surface px-3.5">
          {found.map(group => (
            <li
              className="relative -mx-3.5 flex flex-wrap items-center gap-x-4 gap-y-1 border-line px-3.5 py-2.5 not-first:border-t hover:bg-sunken"
              key={group.id}
            >
              <Link
                className="rounded-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                href={`/groups/${encodeURIComponent(group.name)}`}
                prefetch={false}
              >
                {group.name}
              </Link>
              <ConditionsList conditions={group.conditions} />
              <span className="ml-auto text-ink-soft text-xs tabular-nums">
                {t('group.memberCount', { count: formatExactCount(group.members.totalCount) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && endCursor !== null && onMore !== null && <LoadMore onClick={() => onMore(endCursor)} />}
    </>
  )
}
