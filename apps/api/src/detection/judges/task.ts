import type { DetectorKind } from '@seriema/domain/anomaly'
import type { ChannelState, Judgement } from '@seriema/ml/contract/detector'

/** The values of one channel, to be judged in order by a detector that needs no more than these. */
export interface JudgeTask {
  readonly kind: DetectorKind
  /** Handed over: what is known of the channel. */
  readonly state: ChannelState
  readonly channel: number
  /** Epoch milliseconds. */
  readonly times: Float64Array
  readonly values: Float64Array
  /** See `Column`. */
  readonly offsets: Float64Array | null
}

/** What was said, and what is known afterwards. */
export interface Judged extends Pick<Judgement, 'scored' | 'silent'> {
  readonly state: ChannelState
}

export interface JudgeRequest {
  readonly id: number
  readonly task: JudgeTask
}

export type JudgeReply =
  | { readonly id: number; readonly judged: Judged }
  | { readonly id: number; readonly failed: string }
