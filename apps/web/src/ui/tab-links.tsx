'use client'
import Link from 'next/link'

interface TabLinksProps {
  readonly label: string
  readonly links: readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
}

/** Pages that belong together, in a line, the one that is shown marked. */
export function TabLinks({ label, links }: TabLinksProps) {
  return (
    <nav aria-label={label} className="-mx-3 mb-3 overflow-x-auto border-line border-b px-3 sm:-mx-5 sm:px-5">
      <ul className="flex gap-1">
        {links.map(({ href, text, current }) => (
          <li key={text}>
            <Link
              aria-current={current ? 'page' : undefined}
              className="-mb-px inline-flex h-9 items-center whitespace-nowrap border-transparent border-b-2 px-2.5 font-medium text-ink-soft text-xs hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-ink"
              href={href}
              prefetch={false}
              scroll={false}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
