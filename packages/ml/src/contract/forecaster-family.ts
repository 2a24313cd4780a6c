import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Provider, Refusal } from '../runtime/provider.ts'
import type { SessionOptions } from '../runtime/session.ts'
import type { FittedForecaster, Forecaster, Window } from './forecaster.ts'

/** A number that a kind is fitted or run with. */
export interface ForecasterSetting {
  readonly name: string
  readonly value: number
  readonly description: string
}

/** What a kind of forecaster is, for people. */
export interface ForecasterFacts {
  /** Stored with every forecast and part of addresses: it never changes. Lower case, words joined by hyphens. */
  readonly kind: ForecasterKind
  readonly title: string
  /** How it forecasts, in a few words that can follow the title. */
  readonly tagline: string
  /** One sentence. */
  readonly description: string
  /** What must be there before it can forecast. */
  readonly needs: string
  readonly settings: readonly ForecasterSetting[]
}

/** Fitted to the series itself in closed form, when it is asked. */
export interface ClosedFormForecaster extends ForecasterFacts, Forecaster {
  readonly how: 'fitted'
}

/** A network that is loaded. */
export interface OpenNetwork {
  /** What it runs on, and what was tried before. */
  readonly provider: Provider
  readonly refused: readonly Refusal[]
  /** Frees its memory. */
  close(): Promise<void>
}

/** A network that was trained, ready to forecast. */
export interface OpenForecaster extends FittedForecaster, OpenNetwork {}

export interface TrainOptions {
  /** Most passes over the history, in place of the kind's own. */
  readonly epochs?: number
  /** Called as each pass ends, counted from 1. */
  readonly onEpoch?: (epoch: number) => void
}

/** A model that was trained on the first part of a history. Plain data: it may travel to another process. */
export interface TrainedForecaster<Model> {
  readonly model: Model
  /** Place of the first point it was not shown: from there on it may be judged. */
  readonly heldOut: number
}

/** Trained on the series itself, which takes long enough to be done in the background. */
export interface TrainableForecaster<Model = unknown> extends ForecasterFacts {
  readonly how: 'trained'
  /** The fewest points `train` accepts. */
  readonly fewestPoints: number
  readonly mostEpochs: number
  /** Steps it is trained to make at once where the history has room for them. */
  readonly steps: number
  /** Deterministic, on one thread. Throws Fault INSUFFICIENT_DATA, and INVALID_INPUT where it diverges. */
  train(history: Window, options?: TrainOptions): Promise<TrainedForecaster<Model>>
  open(model: Model, options?: SessionOptions): Promise<OpenForecaster>
}

/** A pretrained kind with its weights: fitted already, it takes any series that is long enough. */
export interface LoadedForecaster extends Forecaster, OpenNetwork {
  /** What was loaded, in a few words. */
  readonly summary: string
}

/** Pretrained on other series: it needs its weights, and no training on a series. */
export interface PretrainedForecaster extends ForecasterFacts {
  readonly how: 'pretrained'
  /** Throws a Fault that says what is wrong with the weights in the folder. */
  load(folder: string): Promise<LoadedForecaster>
}

/** One member of the family. */
export type ForecasterMember = ClosedFormForecaster | TrainableForecaster | PretrainedForecaster
