export const severities = ['medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** The scorers a series can choose between; `zscore` is also what answers where another cannot. */
export const detectors = ['zscore', 'residual'] as const
export type Detector = (typeof detectors)[number]

/** What stood out, and why: `score` in standard deviations, everything else in the channel's unit. */
export interface Finding {
  /** Epoch milliseconds. */
  readonly at: number
  /** 0-based place of the channel. */
  readonly channel: number
  readonly value: number
  readonly expected: number
  readonly lower: number
  readonly upper: number
  readonly score: number
  readonly severity: Severity
  readonly detector: Detector
  /** Why the series' own detector did not speak, when it did not. */
  readonly fallback: string | null
  /** One sentence in plain words. */
  readonly reason: string
  /** Whether the point came after later ones. */
  readonly late: boolean
}
