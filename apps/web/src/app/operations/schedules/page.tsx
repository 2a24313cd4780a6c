import type { Metadata } from 'next'
import { SchedulesPage } from '../../../features/schedule/schedules-page.tsx'
import { t } from '../../../messages/message.ts'

export const metadata: Metadata = { title: t('schedule.title') }

export default function Page() {
  return <SchedulesPage />
}
