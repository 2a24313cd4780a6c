import type { Metadata } from 'next'
import { FleetPage } from '../../features/fleet/fleet-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('fleet.title') }

export default function Page() {
  return <FleetPage />
}
