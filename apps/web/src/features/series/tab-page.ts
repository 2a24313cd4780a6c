import type { Metadata } from 'next'
import { t } from '../../messages/message.ts'
import type { Tab } from './tabs.ts'

interface SeriesRoute {
  readonly params: Promise<{ key: string }>
}

/** The title of a page of a series: its key, and which tab it is. */
export const tabPage =
  (tab: Tab) =>
  async ({ params }: SeriesRoute): Promise<Metadata> => {
    const key = keyIn((await params).key)
    if (key === null) return {}
    return { title: tab === 'explore' ? key : `${key} · ${t(`tab.${tab}`)}` }
  }

/** The key a part of an address names; null where that is no text. */
export function keyIn(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
