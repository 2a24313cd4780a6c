import Link from 'next/link'
import { t } from '../messages/message.ts'
import { Empty } from '../ui/notice.tsx'

export default function NotFound() {
  return (
    <Empty page title={t('error.pageTitle')}>
      <p>{t('error.pageText')}</p>
      <Link className="font-medium text-accent underline" href="/series">
        {t('fleet.back')}
      </Link>
    </Empty>
  )
}
