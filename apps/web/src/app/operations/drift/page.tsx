import type { Metadata } from 'next'
import { DriftPage } from '../../../features/drift/drift-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('drift.title') }

export default function Page() {
  return <DriftPage />
}
