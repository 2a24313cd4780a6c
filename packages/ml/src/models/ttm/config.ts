import type { Loss } from '../../layers/loss.ts'
import type { NormKind } from '../../layers/norm.ts'

/** A stack of mixer layers; `levels` > 0 makes it a pyramid of as many blocks of `layers` each. */
export interface MixerStack {
  readonly width: number
  readonly layers: number
  readonly levels: number
  readonly mixChannels: boolean
  readonly dropout: number
}

/** A TinyTimeMixer, as its config.json describes it. Lengths in time steps. */
export interface TtmConfig {
  readonly contextLength: number
  readonly predictionLength: number
  readonly patchLength: number
  readonly patchStride: number
  readonly channels: number
  readonly scaling: 'std' | 'mean' | 'none'
  readonly positions: boolean
  /** Size of the vocabulary of sampling frequencies; null without a frequency prefix. */
  readonly frequencies: number | null
  readonly expansion: number
  readonly gated: boolean
  readonly norm: NormKind
  readonly epsilon: number
  readonly encoder: MixerStack
  readonly decoder: (MixerStack & { readonly rawResidual: boolean; readonly categories: readonly number[] }) | null
  readonly headDropout: number
  /** Channels that are forecast, and those that are known beforehand; ascending. */
  readonly predicted: readonly number[]
  readonly exogenous: readonly number[]
  /** Steps that come out: the first of `predictionLength`. */
  readonly steps: number
  /** The block that reconciles the channels' forecasts with each other and with the exogenous channels. */
  readonly reconcile: {
    readonly context: number
    readonly mixerLayers: number | null
    readonly gated: boolean
    readonly past: boolean
  } | null
  readonly loss: Loss
  /** Levels in (0, 1), ascending, that the head forecasts quantiles of beside the prediction; none in IBM's models. */
  readonly quantiles: readonly number[]
}

/** Patches a sample is cut into, the frequency prefix included. */
export const patchCount = ({ contextLength, patchLength, patchStride, frequencies }: TtmConfig): number =>
  Math.floor((Math.max(contextLength, patchLength) - patchLength) / patchStride) + 1 + (frequencies === null ? 0 : 1)

/** True where a channel's forecast depends on that channel alone, so that any number of channels can be served. */
export const channelsAreIndependent = ({ encoder, decoder, reconcile }: TtmConfig): boolean =>
  !encoder.mixChannels && !decoder?.mixChannels && reconcile === null

/** How many parts a level cuts each patch into; a patch of fewer than five features each is left whole. */
export const levelFactor = (width: number, level: number): number => {
  const factor = 2 ** level
  return Math.floor(width / factor) <= 4 ? 1 : factor
}
