import { add, divide, multiply, subtract } from '../graph/ops/elementwise.ts'
import { reshape } from '../graph/ops/shape.ts'
import { slice } from '../graph/ops/slice.ts'
import { constant, input, type Tensor } from '../graph/tensor.ts'
import type { ChannelScale } from '../recipe/scale.ts'

/** What the values of a model are scaled by: that of one series, part of the file; or given with every past. */
export type Scaling = readonly ChannelScale[] | 'given'

/** In words, where it is given. */
export const scalingInputs = {
  location:
    '[batch, channels] float64: of each past and channel, what its scale begins at; by seriema.learnt for series it knows',
  factor: '[batch, channels] float64: of each past and channel, what one unit of its scale is',
} as const

export interface Scaled {
  readonly inputs: readonly Tensor[]
  /** The past as the model sees it. */
  readonly scaled: Tensor
  /** [batch, horizon, predicted] in the units of the channels. */
  readonly unscaled: (made: Tensor) => Tensor
  /** [batch or 1, 1, predicted]. */
  readonly factor: Tensor
}

/** A past [batch, lookback, channels] in the scale of a model that forecasts its first channels. */
export function scaledBy(scaling: Scaling, past: Tensor, predicted: number): Scaled {
  const channels = past.shape[2] as number
  const [location, factor] =
    scaling === 'given' ? [asked('location'), asked('factor')] : [fixed('location'), fixed('factor')]
  function asked(name: string) {
    return input(name, ['batch', channels], 'float64')
  }
  function fixed(name: 'location' | 'factor') {
    return constant(
      Float64Array.from(scaling as readonly ChannelScale[], one => one[name]),
      [1, channels],
    )
  }
  const single = (x: Tensor) => reshape(x, [x.shape[0]!, 1, channels])
  const first = (x: Tensor) => slice(single(x), 2, 0, predicted)
  return {
    inputs: scaling === 'given' ? [location, factor] : [],
    scaled: divide(subtract(past, single(location)), single(factor)),
    unscaled: made => add(multiply(made, first(factor)), first(location)),
    factor: first(factor),
  }
}
