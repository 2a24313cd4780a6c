import type { Metadata } from 'next'
import { MaintenancePage } from '../../../features/alert/maintenance-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('maintenance.title') }

export default function Page() {
  return <MaintenancePage />
}
