import type { ReactNode } from 'react'

type Tone = 'good' | 'warn' | 'critical' | 'neutral'

const tones: Record<Tone, string> = {
  good: 'text-good',
  warn: 'text-warn',
  critical: 'text-critical',
  neutral: 'text-ink-faint',
}

/** A short state: a dot in its tone and a word that says the same. */
export function Badge({ tone, pulse = false, children }: { tone: Tone; pulse?: boolean; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-xs ${tones[tone]}`}>
      <span
        aria-hidden="true"
        className={`size-1.5 rounded-full bg-current ${pulse ? 'motion-safe:animate-pulse' : ''}`}
      />
      {children}
    </span>
  )
}
