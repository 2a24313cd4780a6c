import type { AlertEntryKind } from '@seriema/domain/alert'
import type { NoticeKind } from '@seriema/domain/notice'
import type { Alert } from '../../store/alert.ts'

/** A line of a timeline to come. */
export interface DraftedEntry {
  readonly kind: AlertEntryKind
  readonly at: number
  readonly seriesId: number | null
  readonly text: string | null
  readonly receivers: readonly number[]
}

/** An alert that is made or changed by one batch: what is to be stored of it, and whom it is told. */
export interface AlertDraft {
  /** `id` 0: it is new. */
  row: Alert
  readonly joined: Map<number, { readonly text: string; readonly since: number }>
  readonly left: Map<number, number>
  readonly entries: DraftedEntry[]
  readonly notices: { readonly kind: NoticeKind; readonly receivers: readonly number[]; readonly row: Alert }[]
}

export const draftAlert = (row: Alert): AlertDraft => ({
  row,
  joined: new Map(),
  left: new Map(),
  entries: [],
  notices: [],
})

export const newAlert = (given: Omit<Alert, 'id' | keyof typeof nothingYet>): Alert => ({
  id: 0,
  ...nothingYet,
  ...given,
})

const nothingYet = {
  state: 'firing',
  escalatedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  byHand: false,
} as const
