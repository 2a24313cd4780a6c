'use client'
import { t } from '../../messages/message.ts'
import { TabLinks } from '../../ui/tab-links.tsx'
import { addressOf, type Tab, tabs } from './tabs.ts'
import { type View, writeView } from './view.ts'

/** The way to every page of a series; what is chosen on one is chosen on the next. */
export function TabBar({ seriesKey, tab, view }: { seriesKey: string; tab: Tab; view: View }) {
  const search = writeView(view)
  const links = tabs.map(each => ({
    href: addressOf(seriesKey, each) + (search.size > 0 ? `?${search}` : ''),
    text: t(`tab.${each}`),
    current: each === tab,
  }))
  return <TabLinks label={t('tab.label')} links={links} />
}
