'use client'
import { useApi } from '../../graphql/provider.tsx'
import type { VersionFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { formatBytes } from '../../ui/number.ts'

/** What can be done with a version in a list: fetching its file, and opening what is known of it. */
export function VersionButtons({ version, onOpen }: { version: VersionFields; onOpen: () => void }) {
  const { endpoint } = useApi()
  const { name, downloadUrl, bytes } = version
  return (
    <span className="-my-1.5 -mr-1.5 flex items-center justify-end gap-1">
      <a
        aria-label={t('version.download', { name, size: formatBytes(bytes) })}
        className="inline-flex size-7 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
        href={new URL(downloadUrl, endpoint.origin).href}
        title={t('version.download', { name, size: formatBytes(bytes) })}
      >
        <Icon name="download" size={14} />
      </a>
      <Button aria-label={t('version.open', { name })} className="h-7 px-2" look="quiet" onClick={onOpen}>
        <Icon name="edit" size={14} />
      </Button>
    </span>
  )
}
