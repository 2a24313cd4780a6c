import { Fault } from '@seriema/domain/fault'
import type { PointForecast, Window } from '../../contract/forecaster.ts'
import { croppedChannels } from '../../contract/window.ts'
import type { TtmConfig } from './config.ts'
import type { RunSamples, Sample } from './sample.ts'
import { standardise } from './standardise.ts'

/**
 * One forecast per window. Beyond the model's own length each forecast becomes the end of the next context. A channel
 * that is looked at alone is a sample of its own; channels that are mixed are one sample together.
 */
export async function forecastWindows(
  windows: readonly Window[],
  horizon: number,
  config: TtmConfig,
  run: RunSamples,
): Promise<readonly PointForecast[]> {
  const series = windows.flatMap(window => contextsOf(window, config))
  const made = series.map(({ contexts }) => contexts.map(() => new Float64Array(horizon)))
  for (let done = 0; done < horizon; done += config.steps) {
    const samples = series.map(contexts => scaled(contexts, config))
    const outputs = await run(samples)
    samples.forEach(({ channels }, s) => {
      channels.forEach(({ location, factor }, c) => {
        const all = new Float64Array(config.steps)
        for (let step = 0; step < all.length; step++) {
          all[step] = outputs[s]!.prediction[step * channels.length + c]! * factor + location
        }
        const { contexts } = series[s]!
        made[s]![c]!.set(all.subarray(0, Math.min(config.steps, horizon - done)), done)
        contexts[c] = followed(contexts[c]!, all)
      })
    })
  }
  const flat = made.flat()
  let taken = 0
  return windows.map(({ channels }) => {
    taken += channels.length
    return flat.slice(taken - channels.length, taken)
  })
}

/** The context one forecast later. */
function followed(context: Float64Array, forecast: Float64Array): Float64Array {
  const next = new Float64Array(context.length)
  const kept = Math.max(0, context.length - forecast.length)
  next.set(context.subarray(context.length - kept))
  next.set(forecast.subarray(Math.max(0, forecast.length - context.length)), kept)
  return next
}

interface Contexts {
  readonly contexts: Float64Array[]
  readonly interval: number
}

const scaled = ({ contexts, interval }: Contexts, config: TtmConfig): Sample => ({
  channels: contexts.map(values => standardise(values, config.scaling)),
  raw: contexts,
  interval,
})

/** What the model looks at of a window. */
export const samplesOf = (window: Window, config: TtmConfig): Sample[] =>
  contextsOf(window, config).map(contexts => scaled(contexts, config))

function contextsOf(window: Window, config: TtmConfig): Contexts[] {
  const contexts = croppedChannels(window, config.contextLength)
  if (!contexts.every(values => values.every(Number.isFinite))) {
    throw new Fault('INVALID_VALUE', 'the window has values that are not finite: fill its gaps first')
  }
  if (config.channels === 1) return contexts.map(values => ({ contexts: [values], interval: window.interval }))
  if (contexts.length !== config.channels) {
    throw new Fault('INVALID_INPUT', `this model mixes ${config.channels} channels, the series has ${contexts.length}`)
  }
  return [{ contexts: [...contexts], interval: window.interval }]
}
