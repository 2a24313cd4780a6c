import { reshape, transpose } from '../../graph/ops/shape.ts'
import { fixed } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { mixer, mixerParams } from '../../layers/mixer.ts'
import type { Scope } from '../../layers/scope.ts'
import { levelFactor, type MixerStack, type TtmConfig } from './config.ts'

/**
 * The mixer layers over [patches, batch, channels, width]. In a pyramid each block looks at the same numbers as shorter
 * or longer patches: finest first, the whole patches last.
 */
export function mixerStack(scope: Scope, x: Tensor, stack: MixerStack, config: TtmConfig): Tensor {
  const patches = fixed(x.shape, 0)
  const layer = (at: Scope, y: Tensor, factor: number): Tensor =>
    mixer(
      y,
      mixerParams(at, {
        patches: patches * factor,
        width: stack.width / factor,
        channels: stack.mixChannels ? fixed(x.shape, 2) : null,
        expansion: config.expansion,
        gated: config.gated,
        norm: config.norm,
        epsilon: config.epsilon,
        dropout: stack.dropout,
      }),
    )
  const mixers = scope.within('mixers')
  if (stack.levels === 0) return repeat(stack.layers, x, (y, i) => layer(mixers.within(`${i}`), y, 1))
  let factor = 1
  const mixed = repeat(stack.levels, x, (y, i) => {
    const next = levelFactor(stack.width, stack.levels - 1 - i)
    const regrouped = regroup(y, factor, next)
    factor = next
    const layers = mixers.within(`${i}`).within('mixer_layers')
    return repeat(stack.layers, regrouped, (z, l) => layer(layers.within(`${l}`), z, next))
  })
  return regroup(mixed, factor, 1)
}

const repeat = (times: number, x: Tensor, step: (x: Tensor, i: number) => Tensor): Tensor =>
  Array.from({ length: times }).reduce<Tensor>((y, _, i) => step(y, i), x)

/** Every patch in `to` parts instead of `from`, [patches·parts, batch, channels, width/parts]; one divides the other. */
function regroup(x: Tensor, from: number, to: number): Tensor {
  if (from === to) return x
  const [rows = 1, batch = 1, channels = 1, width = 1] = x.shape as [number, number, number, number]
  if (to > from) {
    const parts = to / from
    const split = reshape(x, [rows, batch, channels, parts, width / parts])
    return reshape(transpose(split, [0, 3, 1, 2, 4]), [rows * parts, batch, channels, width / parts])
  }
  const parts = from / to
  const split = reshape(x, [rows / parts, parts, batch, channels, width])
  return reshape(transpose(split, [0, 2, 3, 1, 4]), [rows / parts, batch, channels, parts * width])
}
