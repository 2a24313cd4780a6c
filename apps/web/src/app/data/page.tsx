import type { Metadata } from 'next'
import { ImportsPage } from '../../features/import/imports-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('imports.title') }

export default function Page() {
  return <ImportsPage />
}
