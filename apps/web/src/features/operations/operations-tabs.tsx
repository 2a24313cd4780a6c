'use client'
import { t } from '../../messages/message.ts'
import { TabLinks } from '../../ui/tab-links.tsx'

const tabs = [
  { name: 'schedules', href: '/operations/schedules', title: 'schedule.title' },
  { name: 'accuracy', href: '/operations/accuracy', title: 'accuracy.title' },
  { name: 'quality', href: '/operations/quality', title: 'quality.title' },
  { name: 'drift', href: '/operations/drift', title: 'drift.title' },
] as const

/** What the section of operations is made of. */
export function OperationsTabs({ current }: { current: (typeof tabs)[number]['name'] }) {
  return (
    <>
      <h1 className="mb-1 font-semibold text-lg tracking-tight">{t('operations.title')}</h1>
      <TabLinks
        label={t('operations.label')}
        links={tabs.map(({ name, href, title }) => ({ href, text: t(title), current: name === current }))}
      />
    </>
  )
}
