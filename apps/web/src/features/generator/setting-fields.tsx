import type { GeneratorSettings } from '../../graphql/generator.ts'
import { t } from '../../messages/message.ts'
import { Field } from '../../ui/field.tsx'
import { settingFields } from './settings.ts'

/** One field a parameter, for `readSettings`; empty where nothing is set yet. */
export function SettingFields({ settings }: { settings: GeneratorSettings | null }) {
  return settingFields.map(({ name, label, usual, ...limits }) => (
    <Field
      defaultValue={settings?.[name]}
      key={name}
      label={t(label)}
      name={name}
      placeholder={usual?.toString()}
      type="number"
      {...limits}
    />
  ))
}
