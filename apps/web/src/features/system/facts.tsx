import type { ReactNode } from 'react'

/** What is known of something, a line each: its name, and what it is. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, what: ReactNode])[] }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-xs">
    {facts.map(([name, what]) => (
      <div className="contents" key={name}>
        <dt className="text-ink-faint">{name}</dt>
        <dd className="wrap-anywhere text-right tabular-nums">{what}</dd>
      </div>
    ))}
  </dl>
)
