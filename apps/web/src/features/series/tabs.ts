/** Pages of a series, in the order they are offered; the first is the one without a name in its address. */
export const tabs = ['explore', 'anomalies', 'forecast', 'models', 'settings'] as const
export type Tab = (typeof tabs)[number]

/** The tab an address names after that of the series; the first one where it names none. */
export const tabNamed = (name: string | null): Tab => tabs.find(tab => tab === name) ?? 'explore'

/** Where a tab of a series is. */
export const addressOf = (key: string, tab: Tab): string =>
  `/series/${encodeURIComponent(key)}${tab === 'explore' ? '' : `/${tab}`}`

/** Whether a tab shows the series' chart, and with it the view that lives in the address. */
export const hasChart = (tab: Tab): boolean => tab !== 'models' && tab !== 'settings'
