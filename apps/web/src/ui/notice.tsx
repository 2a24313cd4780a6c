import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** Something went wrong or needs attention; read out at once. */
export function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-warn/60 bg-surface px-3 py-2 text-xs"
      role="alert"
    >
      <span className="text-warn">
        <Icon name="warning" />
      </span>
      <span className="min-w-0 flex-1 wrap-anywhere">{children}</span>
      {action}
    </div>
  )
}

interface EmptyProps {
  readonly title: string
  /** Whether this is all there is on the page, and its title the page's. */
  readonly page?: boolean
  readonly children?: ReactNode
}

/** Nothing here yet, and what to do about it. */
export function Empty({ title, page = false, children }: EmptyProps) {
  const Title = page ? 'h1' : 'p'
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      <Title className="font-semibold text-sm">{title}</Title>
      <div className="flex max-w-md flex-col items-center gap-3 text-ink-soft">{children}</div>
    </div>
  )
}
