import { Fault } from '@seriema/domain/fault'
import { checkedLevels } from '../../contract/quantiles.ts'
import type { Cell } from '../../layers/recurrent.ts'

export const activations = ['linear', 'relu', 'tanh', 'sigmoid', 'gelu'] as const
export type Activation = (typeof activations)[number]

export interface RecurrentLayer {
  readonly units: number
  /** The rates at which its inputs and its recurrent weights are dropped in training, in [0, 1). */
  readonly dropout: number
  readonly recurrentDropout: number
}

export interface DenseLayer {
  readonly units: number
  readonly activation: Activation
}

/** A network of recurrent layers, dense layers on their last output, and a linear map to the steps it forecasts. */
export interface RecurrentConfig {
  readonly cell: Cell
  /** Points looked at. */
  readonly lookback: number
  /** Channels looked at; the first `predicted` of them are forecast. */
  readonly channels: number
  readonly predicted: number
  /** Steps forecast at once. A longer horizon feeds forecasts back, for which every channel has to be predicted. */
  readonly steps: number
  readonly layers: readonly RecurrentLayer[]
  readonly dense: readonly DenseLayer[]
  /** Whether a window is looked at relative to its mean: a level never seen before is then forecast like any other. */
  readonly centred: boolean
  /** Levels in (0, 1), ascending, that quantiles are forecast of beside the mean; none by default. */
  readonly quantiles: readonly number[]
  /** How many tokens each static category of a series has; none where it is left out. */
  readonly categories?: readonly number[]
}

/** Hours in a year: the most a network looks back or ahead. */
export const longestReach = 8760
const mostUnits = 4096

/** The configuration itself; throws Fault INVALID_INPUT that says which number is out of its range. */
export function checkedConfig(config: RecurrentConfig): RecurrentConfig {
  const { lookback, channels, predicted, steps, layers, dense, quantiles } = config
  whole('lookback', lookback, longestReach)
  whole('channels', channels, 64)
  whole('predicted', predicted, channels)
  whole('steps', steps, longestReach)
  if (layers.length === 0) throw new Fault('INVALID_INPUT', 'a recurrent network needs at least one layer')
  layers.forEach(({ units, dropout, recurrentDropout }, i) => {
    whole(`layers[${i}].units`, units, mostUnits)
    rate(`layers[${i}].dropout`, dropout)
    rate(`layers[${i}].recurrentDropout`, recurrentDropout)
  })
  dense.forEach(({ units, activation }, i) => {
    whole(`dense[${i}].units`, units, mostUnits)
    if (!activations.includes(activation)) {
      throw new Fault('INVALID_INPUT', `dense[${i}].activation is one of ${activations.join(', ')}, not ${activation}`)
    }
  })
  if (checkedLevels(quantiles) === null) {
    throw new Fault('INVALID_INPUT', `quantile levels ascend between 0 and 1, unlike [${quantiles}]`)
  }
  return config
}

function whole(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return
  throw new Fault('INVALID_INPUT', `${name} is a whole number from 1 to ${most}, not ${value}`)
}

function rate(name: string, value: number): void {
  if (value >= 0 && value < 1) return
  throw new Fault('INVALID_INPUT', `${name} is at least 0 and less than 1, not ${value}`)
}
