import type { Metadata } from 'next'
import { RulesPage } from '../../../features/alert/rules-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('alert.rules') }

export default function Page() {
  return <RulesPage />
}
