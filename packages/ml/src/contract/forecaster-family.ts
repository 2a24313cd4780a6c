import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Provider, Refusal } from '../runtime/provider.ts'
import type { FittedForecaster, Forecaster } from './forecaster.ts'

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

/** A model of the kind has to be trained on a series, by a worker, before it can speak for it. */
export interface TrainableForecaster extends ForecasterFacts {
  readonly how: 'trained'
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
