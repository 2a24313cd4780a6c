import type { VersionFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'

/** What is to be known of a version at a glance: whether it is in use or put away, made elsewhere, and its tags. */
export function VersionMarks({ version: { deployed, archived, origin, tags } }: { version: VersionFields }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {deployed && <Badge tone="good">{t('version.deployed')}</Badge>}
      {archived && <Badge tone="neutral">{t('version.archived')}</Badge>}
      {origin === 'UPLOADED' && <Badge tone="neutral">{t('version.uploaded')}</Badge>}
      {tags.map(tag => (
        <span className="rounded-sm border border-line bg-sunken px-1 text-2xs text-ink-soft" key={tag}>
          {tag}
        </span>
      ))}
    </span>
  )
}
