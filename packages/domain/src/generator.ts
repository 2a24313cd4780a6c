import { Fault } from './fault.ts'

/** What a setting of a generator means and may be. */
export interface GeneratorSetting {
  readonly meaning: string
  /** What it is counted in, in words; null for a plain number. */
  readonly unit: string | null
  readonly least: number
  readonly most: number
  readonly whole: boolean
  /** What it is where nothing was said. */
  readonly usual: number
}

const channelUnit = "the channel's unit"

const setting = (
  meaning: string,
  unit: string | null,
  [least, most]: readonly [number, number],
  usual: number,
): GeneratorSetting => ({ meaning, unit, least, most, whole: false, usual })

const whole = (...description: Parameters<typeof setting>): GeneratorSetting => ({
  ...setting(...description),
  whole: true,
})

/** In the order of the formula: value = base + trend + season + noise, with injected anomalies. */
export const generatorSettings = {
  base: setting('Level it starts from', channelUnit, [-1e12, 1e12], 100),
  trend: setting('Change per hour', channelUnit, [-1e9, 1e9], 1),
  seasonAmplitude: setting('Height of the season above the level', channelUnit, [0, 1e12], 10),
  seasonLength: whole('Points per cycle', null, [2, 1_000_000], 150),
  noise: setting('Standard deviation of the Gaussian noise', channelUnit, [0, 1e12], 5),
  anomalyRate: setting('Share of points with an injected anomaly', null, [0, 1], 0.05),
  anomalySize: setting(
    'Size of an injected anomaly',
    'standard deviations of the noise (with no noise, of 1)',
    [0, 1_000],
    8,
  ),
  interval: whole('Time between points', 'milliseconds', [10, 86_400_000], 2_000),
  seed: whole('The same seed gives the same points', null, [-(2 ** 31), 2 ** 31 - 1], 1),
} satisfies Readonly<Record<string, GeneratorSetting>>

export type GeneratorSettingName = keyof typeof generatorSettings
export const generatorSettingNames = Object.keys(generatorSettings) as readonly GeneratorSettingName[]

/** How values are made; `generatorSettings` says what each number means. */
export type GeneratorSettings = Readonly<Record<GeneratorSettingName, number>>

/** Settings as they arrive from outside: whatever is left out stays as it was. */
export type GeneratorDraft = { readonly [Name in GeneratorSettingName]?: number | null | undefined }

const settingsOf = (value: (name: GeneratorSettingName) => number): GeneratorSettings =>
  Object.fromEntries(generatorSettingNames.map(name => [name, value(name)])) as GeneratorSettings

export const defaultSettings: GeneratorSettings = settingsOf(name => generatorSettings[name].usual)

/** `previous` with what `draft` changes. Throws INVALID_INPUT naming the setting and what it may be. */
export const defineGenerator = (
  draft: GeneratorDraft,
  previous: GeneratorSettings = defaultSettings,
): GeneratorSettings => settingsOf(name => (draft[name] == null ? previous[name] : checked(name, draft[name])))

function checked(name: GeneratorSettingName, value: number): number {
  const { least, most, whole } = generatorSettings[name]
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  throw new Fault('INVALID_INPUT', `${name} is a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not ${value}`)
}

/** A seed of its own for every key, so that series with the same settings do not look alike (32-bit FNV-1a). */
export function seedOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return hash
}

/** How many points before now a new generator may begin with. */
export const longestHistory = 5_000

/** Where a generator stands: point i is at `startedAt` + i · interval (epoch milliseconds), `generated` of them are made. */
export interface GeneratorPlace {
  readonly startedAt: number
  readonly generated: number
}

/** When the next point is due, in epoch milliseconds. */
export const dueAt = ({ startedAt, generated }: GeneratorPlace, { interval }: GeneratorSettings): number =>
  startedAt + generated * interval

/**
 * Where a generator goes on at `now` (epoch milliseconds) with `settings`: its next point is at a whole multiple of the
 * interval, after the last one made. `before`: where it stood and at what interval, null for a new one, of whose points
 * the first `history` then lie before now.
 */
export function resume(
  settings: GeneratorSettings,
  now: number,
  before: { readonly place: GeneratorPlace; readonly settings: GeneratorSettings } | null,
  history = 0,
): GeneratorPlace {
  const { interval } = settings
  const generated = before?.place.generated ?? 0
  const last = before === null || generated === 0 ? 0 : dueAt(before.place, before.settings) - before.settings.interval
  const next = Math.ceil(Math.max(now, last + 1) / interval) * interval
  const lead = before === null ? Math.min(history, longestHistory) : 0
  return { startedAt: next - (generated + lead) * interval, generated }
}
