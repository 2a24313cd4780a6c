import { add } from '../graph/ops/elementwise.ts'
import { reshape } from '../graph/ops/shape.ts'
import { fixed, size } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type GateParams, gate, gateParams } from './gate.ts'
import { type MlpParams, mlp, mlpParams } from './mlp.ts'
import { type NormKind, type NormParams, norm, normParams } from './norm.ts'
import type { Scope } from './scope.ts'

/** What one mixer layer works on, and how. */
export interface MixerShape {
  readonly patches: number
  readonly width: number
  /** The number of channels where they are mixed too. */
  readonly channels: number | null
  readonly expansion: number
  readonly gated: boolean
  readonly norm: NormKind
  readonly epsilon: number
  readonly dropout: number
}

interface Mixing {
  readonly norm: NormParams
  readonly mlp: MlpParams
  readonly gate: GateParams
}

export interface MixerParams {
  readonly channel: Mixing | null
  /** A single patch has nothing to be mixed with. */
  readonly patch: Mixing | null
  readonly feature: Mixing
}

export function mixerParams(scope: Scope, shape: MixerShape): MixerParams {
  const mixing = (name: string, length: number): Mixing => {
    const at = scope.within(name)
    return {
      norm: normParams(at.within('norm'), shape.norm, shape.width, shape.epsilon),
      mlp: mlpParams(at.within('mlp'), length, shape.expansion, shape.dropout),
      gate: gateParams(at.within('gating_block'), length, shape.gated),
    }
  }
  return {
    channel: shape.channels === null ? null : mixing('channel_feature_mixer', shape.channels),
    patch: shape.patches > 1 ? mixing('patch_mixer', shape.patches) : null,
    feature: mixing('feature_mixer', shape.width),
  }
}

/**
 * One mixer layer over [patches, batch, channels, width]: across channels, then patches, then features. With the
 * patches in front, mixing them is a plain matrix product, as mixing the features is.
 */
export function mixer(x: Tensor, p: MixerParams): Tensor {
  const width = fixed(x.shape, 3)
  const rows = [size(x.shape.slice(0, 3)), width]
  let y = reshape(p.channel === null ? x : mixChannels(x, p.channel), rows)
  if (p.patch !== null) {
    const wide = reshape(norm(y, p.patch.norm), [fixed(x.shape, 0), size(x.shape.slice(1))])
    y = add(y, reshape(mixPatches(wide, p.patch), rows))
  }
  y = add(y, mixFeatures(norm(y, p.feature.norm), p.feature))
  return reshape(y, x.shape)
}

const mixFeatures = (x: Tensor, p: Mixing): Tensor => gate(mlp(x, p.mlp), p.gate)

const mixPatches = (x: Tensor, p: Mixing): Tensor => gate(mlp(x, p.mlp, 0), p.gate, 0)

/** Across channels the gate comes before the map. */
const mixChannels = (x: Tensor, p: Mixing): Tensor => add(x, mlp(gate(norm(x, p.norm), p.gate, 2), p.mlp, 2))
