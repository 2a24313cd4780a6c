import { Fault } from '@seriema/domain/fault'

/** value = base + trend + season + noise, with injected anomalies; everything in the channel's unit unless it says otherwise. */
export interface GeneratorSettings {
  readonly base: number
  /** Change per hour. */
  readonly trend: number
  readonly seasonAmplitude: number
  /** Points per cycle. */
  readonly seasonLength: number
  /** Standard deviation of the Gaussian noise. */
  readonly noise: number
  /** Share of points with an injected anomaly, 0 to 1. */
  readonly anomalyRate: number
  /** Size of an injected anomaly in standard deviations of the noise; with no noise, of 1. */
  readonly anomalySize: number
  /** Milliseconds between points, 10 to a day. */
  readonly interval: number
  /** A 32-bit integer; the same seed gives the same points. */
  readonly seed: number
}

/** Settings as they arrive from outside: whatever is left out stays as it was. */
export type GeneratorDraft = { readonly [K in keyof GeneratorSettings]?: GeneratorSettings[K] | null | undefined }

export const defaultSettings: GeneratorSettings = {
  base: 100,
  trend: 1,
  seasonAmplitude: 10,
  seasonLength: 150,
  noise: 5,
  anomalyRate: 0.05,
  anomalySize: 8,
  interval: 2_000,
  seed: 1,
}

const limits: { readonly [K in keyof GeneratorSettings]: readonly [least: number, most: number, whole: boolean] } = {
  base: [-1e12, 1e12, false],
  trend: [-1e9, 1e9, false],
  seasonAmplitude: [0, 1e12, false],
  seasonLength: [2, 1_000_000, true],
  noise: [0, 1e12, false],
  anomalyRate: [0, 1, false],
  anomalySize: [0, 1_000, false],
  interval: [10, 86_400_000, true],
  seed: [-(2 ** 31), 2 ** 31 - 1, true],
}

/** `previous` with what `draft` changes. Throws INVALID_INPUT naming the setting and what it may be. */
export function defineGenerator(
  draft: GeneratorDraft,
  previous: GeneratorSettings = defaultSettings,
): GeneratorSettings {
  const settings: Record<string, number> = { ...previous }
  for (const name of Object.keys(limits) as (keyof GeneratorSettings)[]) {
    const value = draft[name]
    if (value == null) continue
    const [least, most, whole] = limits[name]
    if (!(value >= least && value <= most) || (whole && !Number.isInteger(value)))
      throw new Fault(
        'INVALID_INPUT',
        `${name} is ${whole ? 'a whole' : 'a'} number from ${least} to ${most}, not ${value}`,
      )
    settings[name] = value
  }
  return settings as unknown as GeneratorSettings
}

/** A seed of its own for every key, so that series with the same settings do not look alike (32-bit FNV-1a). */
export function seedOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return hash
}
