import type { Metadata } from 'next'
import { NewRulePage } from '../../../../features/alert/rule-page.tsx'
import { t } from '../../../../messages/message.ts'

export const metadata: Metadata = { title: t('rule.new') }

export default function Page() {
  return <NewRulePage />
}
