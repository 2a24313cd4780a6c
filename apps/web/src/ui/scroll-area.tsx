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
    <section aria-label={label} className={`overflow-auto ${className}`} tabIndex={0}>
      {children}
    </section>
  )
}
