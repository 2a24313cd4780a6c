import type { AlertSeverity } from './alert.ts'

export const noticeKinds = ['fired', 'escalated', 'resolved', 'test'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What receivers are told of an alert. */
export interface Notice {
  readonly kind: NoticeKind
  /** null in a test. */
  readonly alertId: number | null
  readonly rule: string
  readonly severity: AlertSeverity
  /** One sentence: what happened to what. */
  readonly title: string
  /** What was seen, with figures and limit. */
  readonly text: string
  /** Keys of series concerned, at most 100; `seriesCount` counts all. */
  readonly series: readonly string[]
  readonly seriesCount: number
  /** Epoch milliseconds: since when, and when this was said. */
  readonly since: number
  readonly at: number
  /** Path of the dashboard that shows it, e.g. /alerts/12. */
  readonly path: string
}
