import type { GeneratorSettings } from '../../graphql/generator.ts'
import type { MessageKey } from '../../messages/message.ts'
import { textIn } from '../../ui/text-in.ts'

type Name = keyof GeneratorSettings

interface SettingField {
  readonly name: Name
  readonly label: MessageKey
  /** What it is where nothing is said, as the API has it; undefined where that depends. */
  readonly usual: number | undefined
  readonly min?: number
  readonly max?: number
  readonly step: number | 'any'
}

/** The generator's parameters in the order of its formula. */
export const settingFields = [
  { name: 'base', label: 'generator.base', usual: 100, step: 'any' },
  { name: 'trend', label: 'generator.trend', usual: 1, step: 'any' },
  { name: 'seasonAmplitude', label: 'generator.seasonAmplitude', usual: 10, step: 'any' },
  { name: 'seasonLength', label: 'generator.seasonLength', usual: 150, min: 2, step: 1 },
  { name: 'noise', label: 'generator.noise', usual: 5, min: 0, step: 'any' },
  { name: 'anomalyRate', label: 'generator.anomalyRate', usual: 0.05, min: 0, max: 1, step: 'any' },
  { name: 'anomalySize', label: 'generator.anomalySize', usual: 8, min: 0, step: 'any' },
  { name: 'interval', label: 'generator.interval', usual: 2_000, min: 10, step: 1 },
  { name: 'seed', label: 'generator.seed', usual: undefined, step: 1 },
] as const satisfies readonly SettingField[]

/** What a form holds, as numbers; fields left empty are left out, so that the API's own values apply. */
export function readSettings(form: FormData): Partial<GeneratorSettings> {
  const text = textIn(form)
  const filled = settingFields.flatMap(({ name }) => (text(name) === '' ? [] : [[name, Number(text(name))] as const]))
  return Object.fromEntries(filled)
}
