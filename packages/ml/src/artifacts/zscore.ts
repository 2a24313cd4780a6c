import { highestScore } from '../contract/scorer.ts'
import { encode } from '../graph/encode.ts'
import { greater, where } from '../graph/ops/comparison.ts'
import { absolute, divide, subtract } from '../graph/ops/elementwise.ts'
import { expandLike } from '../graph/ops/shape.ts'
import { constant, double, input } from '../graph/tensor.ts'
import { usableSpread } from '../scorers/spread.ts'
import type { TrainedStatistics } from '../scorers/trained.ts'
import type { About } from './description.ts'
import { toMetadata } from './metadata.ts'
import { sameChannels } from './write.ts'

/**
 * The trained z-score as one ONNX file: values of each channel in, their scores and whether they are anomalies out, as
 * `scoreTrained` has them. `statistics` has one entry per channel: of the robust kind the median, and what stands for a
 * deviation.
 */
export function zscoreArtifact(
  statistics: readonly TrainedStatistics[],
  about: About,
  threshold = 3,
  kind: 'zscore' | 'robust' = 'zscore',
): Uint8Array {
  sameChannels(about, statistics.length)
  const perChannel = (of: (one: TrainedStatistics) => number) =>
    constant(Float64Array.from(statistics, of), [1, statistics.length])
  const spread = ({ mean, deviation }: TrainedStatistics) => usableSpread(deviation, mean)
  const value = input('value', ['batch', statistics.length], 'float64')
  const deviation = absolute(
    subtract(
      value,
      perChannel(({ mean }) => mean),
    ),
  )
  const raw = divide(deviation, perChannel(spread))
  // Not a which need not keep what is not a number.
  const score = where(greater(raw, double(highestScore)), double(highestScore), raw)
  const outputs = {
    score,
    anomaly: greater(score, double(threshold)),
    lower: expandLike(
      perChannel(one => one.mean - threshold * spread(one)),
      value,
    ),
    upper: expandLike(
      perChannel(one => one.mean + threshold * spread(one)),
      value,
    ),
  }
  const metadata = toMetadata({
    ...about,
    task: 'score',
    kind,
    settings: { threshold, statistics },
    lookback: 1,
    horizon: 0,
    levels: [],
    inputs: { value: '[batch, channels] float64: one value of each channel in its own unit; NaN where it is missing' },
    outputs: {
      score:
        '[batch, channels] float64: distance from the middle of the training data in their standard deviations; NaN where missing',
      anomaly: '[batch, channels] bool: whether the score is above the threshold',
      lower: '[batch, channels] float64: the least value that is no anomaly',
      upper: '[batch, channels] float64: the greatest value that is no anomaly',
    },
  })
  return encode({ inputs: [value], outputs, metadata })
}
