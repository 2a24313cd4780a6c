import type { Metadata } from 'next'
import { SystemPage } from '../../features/system/system-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('system.title') }

export default function Page() {
  return <SystemPage />
}
