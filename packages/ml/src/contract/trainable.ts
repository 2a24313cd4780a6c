import type { Recipe } from '@seriema/domain/recipe'
import type { Role } from '@seriema/domain/role'
import type { Attribute } from '@seriema/domain/series'
import type { Setting, Settings, SettingValue } from '@seriema/domain/setting'
import type { Step } from '@seriema/domain/step'
import type { EpochLoss, TrainingPhase } from '@seriema/domain/training'
import type { VersionChannel, VersionMetrics, VersionSample, VersionStatistics } from '@seriema/domain/version'

/** A series as it is stored, ascending in time, NaN where a value is missing. */
export interface Member {
  readonly key: string
  /** Epoch milliseconds. */
  readonly times: Float64Array
  /** One array per channel, in the channel's unit. */
  readonly channels: readonly Float64Array[]
  readonly attributes: readonly Attribute[]
  readonly step: Step
  /** IANA name. */
  readonly timeZone: string
}

/** A named starting point of a model of a kind: what of it is other than usual. */
export interface ModelPreset {
  /** Unique in its kind; spoken by the API: it never changes. */
  readonly name: string
  /** What to call it on a form. */
  readonly title: string
  /** When to take it, in a sentence or two. */
  readonly description: string
  /** Those other than usual, by name. */
  readonly settings: Readonly<Record<string, SettingValue>>
  readonly recipe: Recipe
}

/** A kind that models can be of: what a form, the API and a check of settings need to know. */
export interface ModelKind {
  /** Stored with models and versions, spoken by the API: it never changes. */
  readonly kind: string
  readonly role: Role
  readonly title: string
  /** How it works, in a few words that can follow the title. */
  readonly tagline: string
  /** One sentence. */
  readonly description: string
  /** What must be there before it can be trained. */
  readonly needs: string
  /** Whether one version of it can be learnt from many series and serve them all. */
  readonly ofGroups: boolean
  readonly settings: readonly Setting[]
  /** Where else than at what is usual a model may begin, in the order to offer them. */
  readonly presets: readonly ModelPreset[]
  /** What is redundant or unwise in settings that are allowed, in words. */
  warnings(settings: Settings, channels: number): readonly string[]
  /** The fewest points on the recipe's grid that a training takes: one window in each part. */
  fewestPoints(settings: Settings): number
}

/** What is to be learnt, and from what. */
export interface TrainingRequest {
  readonly kind: string
  readonly settings: Settings
  readonly recipe: Recipe
  readonly channels: readonly VersionChannel[]
  /** One series, or the members of a group. */
  readonly members: readonly Member[]
  readonly seed: number
}

/** What whoever runs a training knows of it. */
export interface TrainingAbout {
  /** The version of Seriema. */
  readonly version: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Key of the series, or name of the group. */
  readonly scope: string
  /** Whether it is for a group, whose series it is to serve whoever they are; by default where there are several. */
  readonly ofGroup?: boolean
  /** The most points that one series may have on the recipe's grid; 100,000 where it is left out. */
  readonly mostPoints?: number
  /** Folder of IBM's weights, for a training that starts from them. */
  readonly ibm?: string
  /** Threads to train with; all cores where it is left out. Another number may give other weights. */
  readonly threads?: number
}

/** What whoever runs a training hears of it, and what it goes on from. */
export interface TrainingHooks {
  readonly signal?: AbortSignal
  readonly onPhase?: (phase: Exclude<TrainingPhase, 'collecting'>) => void
  /** After each pass: its losses, how many passes there can be at most, and what is to be kept to go on from there. */
  readonly onEpoch?: (loss: EpochLoss, epochs: number, checkpoint: () => Uint8Array) => void
  /** Goes on from there; the request has to be the same. */
  readonly from?: Uint8Array
}

/** All that is known of a version when its training ends. */
export interface TrainedVersion {
  readonly lookback: number
  readonly horizon: number
  readonly losses: readonly EpochLoss[]
  /** null where nothing was learnt in passes. */
  readonly bestEpoch: number | null
  /** Points on the recipe's grid over all members, and the first and last instant in epoch milliseconds. */
  readonly points: number
  readonly from: number
  readonly to: number
  readonly statistics: VersionStatistics
  readonly metrics: VersionMetrics
  readonly sample: VersionSample
  /** One ONNX file that says of itself all that is needed to serve it. */
  readonly artifact: Uint8Array
  readonly warnings: readonly string[]
}

/** A forecast by a version, in the units of the channels; `[channel][step]`. */
export interface VersionForecast {
  readonly times: Float64Array
  readonly mean: readonly Float64Array[]
  /** One per level the version was calibrated at, ascending. */
  readonly intervals: readonly {
    readonly level: number
    readonly lower: readonly Float64Array[]
    readonly upper: readonly Float64Array[]
  }[]
}

/** A version that is loaded and may be asked as often as one likes. */
export interface OpenVersion {
  readonly kind: string
  readonly lookback: number
  readonly horizon: number
  /** Bytes it holds, roughly. */
  readonly bytes: number
  /** The newest points of a series of this step that a whole lookback takes. */
  pointsNeeded(step: Step): number
  /**
   * One forecast per member, in order; members given together are computed together, and by the recipe the version was
   * trained with. A member that is shorter than `lookback` is served too where the kind can.
   */
  forecast(members: readonly Member[], horizon: number): Promise<readonly VersionForecast[]>
  close(): Promise<void>
}
