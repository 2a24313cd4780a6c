import { type ReactNode, useId } from 'react'

interface PanelProps {
  readonly title: string
  /** Stands at the end of the title's line. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}

export function Panel({ title, aside, children, className = '' }: PanelProps) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={`min-w-0 rounded-lg border border-line bg-surface ${className}`}>
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3.5 pt-2.5 pb-1.5">
        <h2 className="font-semibold text-[0.8125rem]" id={heading}>
          {title}
        </h2>
        {aside}
      </header>
      <div className="px-3.5 pb-3.5">{children}</div>
    </section>
  )
}
