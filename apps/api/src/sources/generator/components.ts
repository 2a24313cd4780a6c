import type { GeneratorSettings } from '@seriema/domain/generator'
import { gaussian, uniform } from './random.ts'

export const componentNames = ['base', 'trend', 'season', 'noise', 'injected'] as const
export type ComponentName = (typeof componentNames)[number]

/** What a value is the sum of, one number a point; `injected` is 0 where nothing was. */
export type Components = Readonly<Record<ComponentName, Float64Array>>

/**
 * The components of points `first` … `first + count − 1` of each channel. A point depends on the settings, the number of
 * channels and its own place only: however a run is cut into batches, stopped or taken up again, it is the same run.
 * Channel c of n runs c/n of a season ahead of the first and has noise of its own; an anomaly hits one channel of a point.
 */
export function generate(
  settings: GeneratorSettings,
  channels: number,
  first: number,
  count: number,
): readonly Components[] {
  return Array.from({ length: channels }, (_, channel) => {
    const phase = channel / channels
    const column = (at: (i: number) => number) => Float64Array.from({ length: count }, (_, k) => at(first + k))
    return {
      base: new Float64Array(count).fill(settings.base),
      trend: column(i => (settings.trend * i * settings.interval) / 3_600_000),
      season: column(i => settings.seasonAmplitude * Math.sin(2 * Math.PI * (i / settings.seasonLength + phase))),
      noise: column(i => settings.noise * gaussian(settings.seed, noiseStream(channel), i)),
      injected: column(i => (anomalousChannel(settings, channels, i) === channel ? injection(settings, i) : 0)),
    }
  })
}

/** The values that go into the series, one column per channel. */
export const addUp = (components: readonly Components[]): Float64Array[] =>
  components.map(({ base, trend, season, noise, injected }) =>
    base.map((value, k) => value + trend[k]! + season[k]! + noise[k]! + injected[k]!),
  )

/** Streams 0–2 belong to the point, from 8 on two to a channel. */
const noiseStream = (channel: number): number => 8 + 2 * channel

/** The channel an anomaly hits at point i, or −1. */
function anomalousChannel({ seed, anomalyRate }: GeneratorSettings, channels: number, i: number): number {
  return uniform(seed, 0, i) < anomalyRate ? Math.floor(uniform(seed, 1, i) * channels) : -1
}

function injection({ seed, noise, anomalySize }: GeneratorSettings, i: number): number {
  const size = anomalySize * (noise === 0 ? 1 : noise)
  return uniform(seed, 2, i) < 0.5 ? -size : size
}
