import type { Metadata } from 'next'
import { NewModelPage } from '../../../features/model/new-model-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('model.new') }

export default function Page() {
  return <NewModelPage />
}
