import type { Settings } from '@seriema/domain/setting'
import type { Tensor } from '../graph/tensor.ts'
import type { ChannelState, Column, Expectation, Judgement } from './detector.ts'
import type { ModelKind } from './trainable.ts'

/** A channel to learn from: NaN where a value is missing, or was cut away. */
export interface Observed {
  /** Epoch milliseconds, ascending. */
  readonly times: Float64Array
  readonly values: Float64Array
}

/** What a version says of its scores, beside what it learnt of each channel. */
export interface WatchingShape {
  /** Values that a score looks at, the newest among them. */
  readonly lookback: number
  /** Scores above it are anomalies. */
  readonly threshold: number
}

/** A channel as a version judges it. The state is of its own making, and shaped alike for all channels of a version. */
export interface ChannelJudge {
  initial(): ChannelState
  judge(state: ChannelState, column: Column, from: number, to: number, judgement: Judgement): void
}

/** Of the newest value in each window, [batch, 1] each, as `ChannelJudge` has them; NaN where one of the window is missing. */
export interface WatchingGraph {
  readonly score: Tensor
  readonly lower: Tensor
  readonly upper: Tensor
}

/** A kind of model that is trained to watch: how it learns, and how what it has learnt is checked, served and written. */
export interface WatchingKind<Known extends object = object> extends ModelKind {
  readonly role: 'watch'
  /** As `WatchingShape` has it: 1 for a kind that looks at each value alone, and so judges them in any order. */
  lookbackOf(settings: Settings, points: number): number
  /**
   * What is to be known of a channel: JSON. Throws INSUFFICIENT_DATA.
   *
   * @param random uniform in [0, 1)
   */
  learn(channel: Observed, lookback: number, settings: Settings, random: () => number): Known
  /** Whether what a file holds is what `learn` makes. */
  isKnown(known: unknown, lookback: number): known is Known
  /** What its expected values are. */
  expectation(lookback: number): Expectation
  judge(known: Known, shape: WatchingShape): ChannelJudge
  /** The same as a graph: windows of a channel, [batch, lookback] float64, oldest value first. */
  graph(windows: Tensor, known: Known, shape: WatchingShape): WatchingGraph
  /** What a score is, in words that can follow its shape. */
  readonly scoreInWords: string
}
