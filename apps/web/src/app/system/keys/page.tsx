import type { Metadata } from 'next'
import { KeysPage } from '../../../features/key/keys-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('keys.title') }

export default function Page() {
  return <KeysPage />
}
