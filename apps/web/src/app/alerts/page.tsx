import type { Metadata } from 'next'
import { AlertsPage } from '../../features/alert/alerts-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('alert.title') }

export default function Page() {
  return <AlertsPage />
}
