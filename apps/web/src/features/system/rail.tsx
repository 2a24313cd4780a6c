'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { t } from '../../messages/message.ts'
import { Icon } from '../../ui/icon.tsx'
import { untilKnown } from '../access/until-known.ts'
import { useMay, useMayIfKnown } from '../access/use-may.ts'
import { FiringCount } from '../alert/firing-count.tsx'
import { isOf, type Section, sections } from './sections.ts'

const isForAll = ({ forAll }: Section): boolean => forAll === true

/** The way to every page: at the left, by icons alone where there is less room, at the bottom of a phone. */
export function Rail() {
  const path = usePathname()
  const mayAll = useMayIfKnown('viewer', 'ALL')
  const mayView = useMay('viewer')
  const shown = sections.filter(section => mayAll !== false || !isForAll(section))
  return (
    <nav
      aria-label={t('rail.label')}
      className="max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-20 max-sm:border-t sm:sticky sm:top-0 sm:h-dvh sm:self-start sm:border-r border-line bg-surface sm:py-3"
    >
      <ul className="grid max-sm:auto-cols-fr max-sm:grid-flow-col sm:gap-1 sm:px-1.5">
        {shown.map(section => (
          <li className={isForAll(section) && mayAll === null ? untilKnown : undefined} key={section.href}>
            <Link
              aria-current={isOf(section, path) ? 'page' : undefined}
              className="relative flex items-center gap-2.5 rounded-md font-medium text-ink-soft text-xs hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent max-sm:h-14 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:text-2xs sm:h-9 sm:justify-center xl:justify-start xl:px-2.5"
              href={section.href}
              title={t(section.title)}
            >
              <Icon name={section.icon} size={18} />
              <span className="sm:max-xl:sr-only">{t(section.title)}</span>
              {section.href === '/alerts' && mayView && <FiringCount />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
