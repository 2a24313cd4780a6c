import type { MessageKey } from '../../messages/message.ts'
import type { IconName } from '../../ui/icon.tsx'

export interface Section {
  readonly href: string
  readonly title: MessageKey
  readonly icon: IconName
  /** Whether it is only for whoever may see all series. */
  readonly forAll?: true
  /** Beginnings of further addresses that belong to it. */
  readonly also?: readonly string[]
}

/** What the rail leads to, in its order. */
export const sections = [
  { href: '/', title: 'rail.overview', icon: 'home' },
  { href: '/series', title: 'rail.series', icon: 'series' },
  { href: '/models', title: 'rail.models', icon: 'model', also: ['/groups', '/versions'] },
  { href: '/data', title: 'rail.data', icon: 'data', forAll: true },
  { href: '/operations/accuracy', title: 'rail.operations', icon: 'operations', also: ['/operations'] },
  { href: '/system', title: 'rail.system', icon: 'system' },
] as const satisfies readonly Section[]

/** Whether an address lies in a section: it is its page, or below it. */
export const isOf = ({ href, also = [] }: Section, path: string): boolean =>
  [href, ...also].some(start => path === start || (start !== '/' && path.startsWith(`${start}/`)))
