import type { ReactNode } from 'react'

interface ScrollAreaProps {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

/** Content that may scroll by itself; it takes the focus, so that keys scroll it too. */
export function ScrollArea({ label, className = '', children }: ScrollAreaProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer
    <section aria-label={label} className={`overflow-auto ${className}`} data-scrolls="" tabIndex={0}>
      {children}
    </section>
  )
}

/** Has the scroll area around an element show it, below a head that stays; the page around the area rests. */
export function showInArea(element: HTMLElement): void {
  const area = element.closest<HTMLElement>('[data-scrolls]')
  if (!area) return
  const head = area.querySelector('thead')?.offsetHeight ?? 0
  const [row, shown] = [element.getBoundingClientRect(), area.getBoundingClientRect()]
  const above = row.top - shown.top - head
  const below = row.bottom - shown.top - area.clientHeight
  if (above < 0) area.scrollTop += above
  else if (below > 0) area.scrollTop += Math.min(above, below)
}
