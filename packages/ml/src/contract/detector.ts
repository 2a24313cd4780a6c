import type { Forecast } from '@seriema/domain/forecast'
import type { PointScore, Scorer, ScorerState } from './scorer.ts'

/** What a detector is, in words. */
export interface DetectorDescription {
  /** Stored with series and anomalies, spoken by the API: never renamed. */
  readonly kind: string
  /** What to call it in front of people. */
  readonly title: string
  /** What it goes by, in a few words. */
  readonly tagline: string
  /** What it compares and what it is good at, in one or two sentences. */
  readonly description: string
  /** What it is called within a sentence, after an article. */
  readonly name: string
}

/**
 * What the expected value was: the mean or the median of the last so many points, what the season or the last so many
 * points led to, what a forecaster of some kind had forecast, the mean or median of what a version was trained on, or the usual value, where the score is of the whole pattern
 * and not of the distance from it.
 */
export type Expectation =
  | { readonly kind: 'mean' | 'median' | 'line'; readonly window: number }
  | { readonly kind: 'trained'; readonly by: 'mean' | 'median' }
  | { readonly kind: 'place' }
  | { readonly kind: 'usual' }
  | { readonly kind: 'forecast'; readonly forecaster: string }

/** What of a forecast is compared with what came. */
export type EarlierForecast = Pick<Forecast, 'forecaster' | 'origin' | 'step' | 'channels'>

/** The newest forecast made from points before an instant (epoch milliseconds); null where there is none. */
export type ForecastBefore = (at: number) => EarlierForecast | null

/** The values of one channel, ascending in time, NaN where one is missing. */
export interface Column {
  /** 0-based place of the channel in its series. */
  readonly channel: number
  /** Epoch milliseconds. */
  readonly times: Float64Array
  readonly values: Float64Array
  /** What clocks show beyond the instants, in milliseconds; null where they are never put forward or back. */
  readonly offsets: Float64Array | null
  readonly forecastBefore: ForecastBefore
}

/** A score and the place in its column of the value it is of. */
export interface ScoredValue extends PointScore {
  readonly index: number
}

/** What a detector says of a column, written as it goes. */
export interface Judgement {
  /** Whether every value is to be told in full, or only those above the threshold. */
  readonly inFull: boolean
  /** Ascending. */
  readonly scored: ScoredValue[]
  /** One per value: 1 where there is a value it has nothing to say of. */
  readonly silent: Uint8Array
}

/** A member of the family. What it knows of a channel is plain data that only it looks into: `ChannelState`. */
export interface Detector extends DetectorDescription {
  /** Where it was trained: the number of its version, by which what it knows and says is told from that of others. */
  readonly versionId?: number
  /**
   * Where it was trained: how many of the last values it looks at, the newest among them, which is all it keeps of what it
   * sees. With 1 it can judge points in any order.
   */
  readonly lookback?: number
  /**
   * Whether it compares with forecasts made earlier. It then can judge points in any order, and has nothing to say where
   * no forecast was made; others compare with the points before.
   */
  readonly needsForecasts: boolean
  /** Its scores stand out above this; where it is left out, above the usual threshold. */
  readonly threshold?: number
  /** What its expected values are; `forecaster` is the kind that made the forecast, where it needs one. */
  expectation(forecaster: string): Expectation
  /** What it knows before the first point. */
  initial(): ChannelState
  /** Judges the values from `from` to before `to` in order, and learns them. May throw; the state then is worth nothing. */
  judge(state: ChannelState, column: Column, from: number, to: number, judgement: Judgement): void
}

/** Plain data: numbers and typed arrays, copied by value. */
export type ChannelState = object

/** A detector that needs nothing but the values. */
export interface ValueDetector extends Detector {
  /** As its definition has it. */
  readonly definition: PlainScorer
  /** As series run it. */
  readonly scorer: PlainScorer
  /** Whether scores are calibrated to the series; else they are standard deviations by their definition. */
  readonly calibrated: boolean
}

/** Settings and state of each kind are its own affair: whoever runs one hands its state back to it and to no other. */
export type PlainScorer = Scorer<{ readonly threshold: number }, ScorerState>

/** What such a scorer knows of a channel. */
export type PlainState = ReturnType<PlainScorer['initial']>
