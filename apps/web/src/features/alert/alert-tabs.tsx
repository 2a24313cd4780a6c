import { t } from '../../messages/message.ts'
import { TabLinks } from '../../ui/tab-links.tsx'

const pages = [
  { name: 'alerts', href: '/alerts', title: 'alert.inbox' },
  { name: 'rules', href: '/alerts/rules', title: 'alert.rules' },
  { name: 'receivers', href: '/alerts/receivers', title: 'receiver.title' },
  { name: 'maintenance', href: '/alerts/maintenance', title: 'maintenance.title' },
] as const

/** What the section of alerts is made of. */
export function AlertTabs({ current }: { current: (typeof pages)[number]['name'] }) {
  return (
    <>
      <h1 className="mb-1 font-semibold text-lg tracking-tight">{t('alert.title')}</h1>
      <TabLinks
        label={t('alert.label')}
        links={pages.map(({ name, href, title }) => ({ href, text: t(title), current: name === current }))}
      />
    </>
  )
}
