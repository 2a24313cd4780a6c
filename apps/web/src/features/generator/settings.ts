import type { GeneratorSettings } from '../../graphql/generator.ts'
import type { MessageKey } from '../../messages/message.ts'

type Name = keyof GeneratorSettings

interface SettingField {
  readonly name: Name
  readonly label: MessageKey
  readonly min?: number
  readonly max?: number
  readonly step: number | 'any'
}

/** The generator's parameters in the order of its formula. */
export const settingFields = [
  { name: 'base', label: 'generator.base', step: 'any' },
  { name: 'trend', label: 'generator.trend', step: 'any' },
  { name: 'seasonAmplitude', label: 'generator.seasonAmplitude', step: 'any' },
  { name: 'seasonLength', label: 'generator.seasonLength', min: 2, step: 1 },
  { name: 'noise', label: 'generator.noise', min: 0, step: 'any' },
  { name: 'anomalyRate', label: 'generator.anomalyRate', min: 0, max: 1, step: 'any' },
  { name: 'anomalySize', label: 'generator.anomalySize', min: 0, step: 'any' },
  { name: 'interval', label: 'generator.interval', min: 10, step: 1 },
  { name: 'seed', label: 'generator.seed', step: 1 },
] as const satisfies readonly SettingField[]

/** What a form holds, as numbers; fields left empty are left out, so that the API's own values apply. */
export function readSettings(form: FormData): Partial<GeneratorSettings> {
  const filled = settingFields.flatMap(({ name }) => {
    const text = String(form.get(name) ?? '').trim()
    return text === '' ? [] : [[name, Number(text)] as const]
  })
  return Object.fromEntries(filled)
}
