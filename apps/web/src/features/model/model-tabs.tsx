import { t } from '../../messages/message.ts'
import { TabLinks } from '../../ui/tab-links.tsx'

const pages = [
  { name: 'models', href: '/models', title: 'models.models' },
  { name: 'versions', href: '/models/versions', title: 'version.title' },
  { name: 'groups', href: '/groups', title: 'models.groups' },
] as const

/** What the section of models is made of. */
export function ModelTabs({ current }: { current: (typeof pages)[number]['name'] }) {
  return (
    <>
      <h1 className="mb-1 font-semibold text-lg tracking-tight">{t('models.title')}</h1>
      <TabLinks
        label={t('models.label')}
        links={pages.map(({ name, href, title }) => ({ href, text: t(title), current: name === current }))}
      />
    </>
  )
}
