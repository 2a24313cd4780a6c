'use client'
import { t } from '../../messages/message.ts'
import { TabLinks } from '../../ui/tab-links.tsx'
import { useMay } from '../access/use-may.ts'

const pages = [
  { name: 'status', href: '/system', title: 'system.status', forAdmins: false },
  { name: 'keys', href: '/system/keys', title: 'keys.title', forAdmins: true },
  { name: 'audit', href: '/system/audit', title: 'audit.title', forAdmins: true },
] as const

/** What the section of the system is made of, as far as it is open to whoever looks. */
export function SystemTabs({ current }: { current: (typeof pages)[number]['name'] }) {
  const mayAll = useMay('admin', 'ALL')
  const shown = pages.filter(({ forAdmins }) => mayAll || !forAdmins)
  return (
    <>
      <h1 className="mb-1 font-semibold text-lg tracking-tight">{t('system.title')}</h1>
      <TabLinks
        label={t('system.label')}
        links={shown.map(({ name, href, title }) => ({ href, text: t(title), current: name === current }))}
      />
    </>
  )
}
