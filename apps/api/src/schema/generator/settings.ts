import type { GeneratorSetting, GeneratorSettingName, GeneratorSettings } from '@seriema/domain/generator'
import { generatorSettingNames, generatorSettings } from '@seriema/domain/generator'
import { builder } from '../builder.ts'

/** Durations are floats everywhere in the API. */
const isInt = ({ whole, unit }: GeneratorSetting): boolean => whole && unit !== 'milliseconds'

const amount = (value: number): string =>
  Math.abs(value) >= 1e9 && Number.isInteger(Math.log10(Math.abs(value)))
    ? value.toExponential().replace('+', '')
    : value.toLocaleString('en')

const meaningOf = ({ meaning, unit }: GeneratorSetting): string => (unit === null ? meaning : `${meaning}, in ${unit}`)
const rangeOf = ({ least, most }: GeneratorSetting): string =>
  least === -most ? `±${amount(most)}` : `${amount(least)} to ${amount(most)}`

export const GeneratorSettingsType = builder.objectRef<GeneratorSettings>('GeneratorSettings').implement({
  description: 'value = base + trend + season + noise, with injected anomalies.',
  fields: t =>
    Object.fromEntries(
      generatorSettingNames.map(name => {
        const options = { description: `${meaningOf(generatorSettings[name])}.` }
        return [name, isInt(generatorSettings[name]) ? t.exposeInt(name, options) : t.exposeFloat(name, options)]
      }),
    ),
})

export const GeneratorSettingsInput = builder.inputType('GeneratorSettingsInput', {
  description: 'How values are made. What is left out stays as it was; at first it is as given in brackets.',
  fields: t => {
    const field = (setting: GeneratorSetting) => {
      const description = `${meaningOf(setting)}, ${rangeOf(setting)} [${amount(setting.usual)}].`
      return isInt(setting) ? t.int({ description }) : t.float({ description })
    }
    return Object.fromEntries(generatorSettingNames.map(name => [name, field(generatorSettings[name])])) as Record<
      GeneratorSettingName,
      ReturnType<typeof field>
    >
  },
})
