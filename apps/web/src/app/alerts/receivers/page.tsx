import type { Metadata } from 'next'
import { ReceiversPage } from '../../../features/alert/receivers-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('receiver.title') }

export default function Page() {
  return <ReceiversPage />
}
