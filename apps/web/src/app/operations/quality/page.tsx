import type { Metadata } from 'next'
import { QualityPage } from '../../../features/quality/quality-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('quality.title') }

export default function Page() {
  return <QualityPage />
}
