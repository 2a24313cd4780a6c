import type { WatchingGraph, WatchingKind, WatchingShape } from '../contract/watching.ts'
import { encode } from '../graph/encode.ts'
import { greater } from '../graph/ops/comparison.ts'
import { reshape } from '../graph/ops/shape.ts'
import { concat, slice } from '../graph/ops/slice.ts'
import { double, input } from '../graph/tensor.ts'
import type { About } from './description.ts'
import { toMetadata } from './metadata.ts'
import { sameChannels } from './write.ts'

/**
 * What was learnt of each channel as one ONNX file: values in, their scores and whether they are anomalies out, as the
 * judge of the kind has them. A kind that looks at one value takes `value`, others the window that ends in it.
 */
export function watchingArtifact(
  kind: WatchingKind,
  known: readonly object[],
  about: About,
  shape: WatchingShape,
): Uint8Array {
  sameChannels(about, known.length)
  const { lookback, threshold } = shape
  const [channels, alone] = [known.length, lookback === 1]
  const given = alone
    ? input('value', ['batch', channels], 'float64')
    : input('window', ['batch', lookback, channels], 'float64')
  const of = (channel: number) =>
    reshape(slice(given, alone ? 1 : 2, channel, channel + 1), ['batch', alone ? 1 : lookback])
  const each = known.map((one, channel) => kind.graph(of(channel), one, shape))
  const all = (part: keyof WatchingGraph) => {
    const parts = each.map(one => one[part])
    return parts.length === 1 ? parts[0]! : concat(parts, 1)
  }
  const score = all('score')
  const outputs = { score, anomaly: greater(score, double(threshold)), lower: all('lower'), upper: all('upper') }
  const metadata = toMetadata({
    ...about,
    task: 'score',
    kind: kind.kind,
    settings: { threshold, statistics: known },
    lookback,
    horizon: 0,
    levels: [],
    inputs: alone
      ? { value: '[batch, channels] float64: one value of each channel in its own unit; NaN where it is missing' }
      : {
          window:
            '[batch, lookback, channels] float64: the last values of each channel in its own unit, oldest first; the newest is the one scored',
        },
    outputs: {
      score: `[batch, channels] float64: ${kind.scoreInWords}; NaN where missing`,
      anomaly: '[batch, channels] bool: whether the score is above the threshold',
      lower: '[batch, channels] float64: the least value that is no anomaly',
      upper: '[batch, channels] float64: the greatest value that is no anomaly',
    },
  })
  return encode({ inputs: [given], outputs, metadata })
}
