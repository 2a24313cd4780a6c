import type { Metadata } from 'next'
import { ModelsPage } from '../../features/model/models-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('models.title') }

export default function Page() {
  return <ModelsPage />
}
