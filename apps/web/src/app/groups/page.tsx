import type { Metadata } from 'next'
import { GroupsPage } from '../../features/group/groups-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('models.groups') }

export default function Page() {
  return <GroupsPage />
}
