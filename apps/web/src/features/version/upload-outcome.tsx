import Link from 'next/link'
import { t } from '../../messages/message.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatShare } from '../../ui/number.ts'
import { addressOfModel } from '../model/addresses.ts'
import type { Uploaded } from './use-version-upload.ts'

/** How far the upload of a version is, and what became of it. */
export function UploadOutcome({ uploaded }: { uploaded: Uploaded }) {
  if (uploaded.state === 'refused') return <Notice>{uploaded.message}</Notice>
  if (uploaded.state === 'sending')
    return (
      <p className="text-ink-soft text-xs" role="status">
        {uploaded.share < 1 ? t('version.sending', { share: formatShare(uploaded.share) }) : t('version.tried')}
      </p>
    )
  const { name, model } = uploaded.version
  return (
    <p className="text-xs" role="status">
      {t('version.taken', { name })}{' '}
      <Link className="font-medium text-accent underline" href={addressOfModel(model.id)} prefetch={false}>
        {model.name}
      </Link>
    </p>
  )
}
