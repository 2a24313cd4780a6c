import type { Metadata } from 'next'
import { RegistryPage } from '../../../features/version/registry-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('version.title') }

export default function Page() {
  return <RegistryPage />
}
