import type { Metadata } from 'next'
import { AuditPage } from '../../../features/audit/audit-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('audit.title') }

export default function Page() {
  return <AuditPage />
}
