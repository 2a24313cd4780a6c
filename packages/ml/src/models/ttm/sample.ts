import type { Feed, Session } from '../../runtime/session.ts'
import type { TtmConfig } from './config.ts'
import { frequencyToken } from './frequency.ts'
import type { StandardisedChannel } from './standardise.ts'

/** One row of the batch: the channels that are looked at together, scaled, and as they were. */
export interface Sample {
  readonly channels: readonly StandardisedChannel[]
  readonly raw: readonly Float64Array[]
  readonly interval: number
}

/** What comes out for one row, still scaled: [steps, channels], and [levels, steps, channels] where there are quantiles. */
export interface SampleForecast {
  readonly prediction: Float32Array
  readonly quantiles: Float32Array | null
}

export type RunSamples = (samples: readonly Sample[]) => Promise<readonly SampleForecast[]>

/** One run: [batch, time, channels] in, a forecast for each sample out. */
export async function runSamples(
  session: Session,
  config: TtmConfig,
  categories: readonly number[],
  samples: readonly Sample[],
): Promise<readonly SampleForecast[]> {
  const { contextLength, channels, frequencies, steps } = config
  const batch = samples.length
  const shape = [batch, contextLength, channels]
  const laidOut = (pick: (sample: Sample) => readonly Float64Array[]): Feed => {
    const values = new Float32Array(batch * contextLength * channels)
    samples.forEach((sample, s) => {
      for (const [c, series] of pick(sample).entries()) {
        const first = s * contextLength * channels + c
        for (let t = 0; t < contextLength; t++) values[first + t * channels] = series[t]!
      }
    })
    return { values, shape }
  }
  const { prediction, quantiles } = await session.run({
    past_values: laidOut(sample => sample.channels.map(({ values }) => values)),
    ...(config.reconcile !== null && { raw_values: laidOut(sample => sample.raw) }),
    ...(frequencies !== null && {
      freq_token: {
        values: BigInt64Array.from(samples, ({ interval }) => BigInt(frequencyToken(interval, frequencies))),
        shape: [batch],
      },
    }),
    ...(categories.length > 0 && {
      static_categorical_values: {
        values: BigInt64Array.from(
          samples.flatMap(() => [...categories]),
          BigInt,
        ),
        shape: [batch, categories.length],
      },
    }),
  })
  const part = (values: Float32Array, s: number, length: number) => values.subarray(s * length, (s + 1) * length)
  return samples.map((_, s) => ({
    prediction: part(prediction!.values as Float32Array, s, steps * channels),
    quantiles: quantiles ? part(quantiles.values as Float32Array, s, config.quantiles.length * steps * channels) : null,
  }))
}
