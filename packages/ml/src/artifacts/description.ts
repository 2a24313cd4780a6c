/** The version of the layout of metadata; a reader refuses one that it does not know. */
export const artifactFormat = '1'

export interface ArtifactChannel {
  readonly name: string
  readonly unit: string | null
}

/** What a channel of the training data was like, in its own unit. */
export interface ChannelStatistics {
  readonly mean: number
  /** Standard deviation over all n values. */
  readonly deviation: number
  readonly least: number
  readonly greatest: number
  /** The values below which 5, 25, 50, 75 and 95 % lie. */
  readonly quantiles: readonly [number, number, number, number, number]
}

/** What was learnt from. */
export interface TrainingData {
  /** Points of the regular grid, and the instants of the first and the last, in epoch milliseconds. */
  readonly points: number
  readonly from: number
  readonly to: number
  /** One per channel. */
  readonly channels: readonly ChannelStatistics[]
}

/** What whoever writes an artifact knows of it, beside the model itself. */
export interface About {
  /** The version of Seriema that writes it. */
  readonly version: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** What a series of this model is sampled as, in the order of the last axis. */
  readonly channels: readonly ArtifactChannel[]
  /** Key of the series, its sampling interval in milliseconds, and what was learnt from, where there is one. */
  readonly series?: string
  readonly interval?: number
  readonly training?: TrainingData
  /** What a version of a model says of itself besides, by the names of `artifactFacts`; JSON. */
  readonly facts?: ArtifactFacts
}

/** What is kept of a version as it is, for whoever serves it: see docs/artifacts.md. */
export const artifactFacts = [
  'license',
  'model_settings',
  'recipe',
  'step',
  'learnt',
  'metrics',
  'losses',
  'best_epoch',
  'sample',
  'warnings',
] as const
export type ArtifactFacts = Readonly<Partial<Record<(typeof artifactFacts)[number], unknown>>>

/** Everything an artifact says about itself. */
export interface ArtifactDescription extends About {
  readonly task: 'forecast' | 'score'
  /** Of a forecaster, or of a model that watches. */
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Points it looks at; 0 where it takes none. */
  readonly lookback: number
  /** Steps it forecasts; 0 for one that scores. */
  readonly horizon: number
  /** The levels of `lower` and `upper`, ascending; none where it has no intervals. */
  readonly levels: readonly number[]
  /** The instant its one forecast follows on, in epoch milliseconds, for a kind that cannot follow on another. */
  readonly origin?: number
  /** Each input and output in words. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
}
