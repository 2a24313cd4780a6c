import type { Metadata } from 'next'
import { AccuracyPage } from '../../../features/accuracy/accuracy-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('accuracy.title') }

export default function Page() {
  return <AccuracyPage />
}
