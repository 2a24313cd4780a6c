import type { PlainSetting } from '../../graphql/setting.ts'
import { t } from '../../messages/message.ts'
import { Choice, Field, Tick } from '../../ui/field.tsx'
import { formatExact } from '../../ui/number.ts'
import type { PlainDraft } from './setting-drafts.ts'

interface SettingFieldProps {
  readonly setting: PlainSetting
  readonly draft: PlainDraft | undefined
  /** What is wrong with it, in words; null where nothing is known to be. */
  readonly problem: string | null
  readonly onChange: (draft: PlainDraft) => void
  /** Of a text, in place of its example. */
  readonly placeholder?: string
}

/** The field for one setting, drawn from its description: what it may be, what it does, what is usual. */
export function SettingField({ setting, draft, problem, onChange, placeholder }: SettingFieldProps) {
  const label = setting.unit === null ? setting.title : t('setting.in', { setting: setting.title, unit: setting.unit })
  const hint = problem === null ? null : <span className="font-medium text-critical">{problem}</span>
  const invalid = problem === null ? undefined : true
  if (setting.type === 'SWITCH')
    return (
      <Tick
        aria-invalid={invalid}
        checked={draft === true}
        hint={hint ?? setting.description}
        label={label}
        onChange={event => onChange(event.target.checked)}
      />
    )
  if (setting.type === 'CHOICE') {
    const chosen = setting.choices.find(({ value }) => value === draft)
    return (
      <Choice
        aria-invalid={invalid}
        hint={hint ?? chosen?.description ?? setting.description}
        label={label}
        onChange={event => onChange(event.target.value)}
        value={String(draft ?? '')}
      >
        {setting.choices.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Choice>
    )
  }
  if (setting.type === 'TEXT')
    return (
      <Field
        aria-invalid={invalid}
        autoComplete={setting.secret ? 'new-password' : 'off'}
        hint={hint ?? setting.description}
        label={label}
        maxLength={setting.longest ?? undefined}
        onChange={event => onChange(event.target.value)}
        placeholder={placeholder ?? setting.example ?? undefined}
        spellCheck={false}
        type={setting.secret ? 'password' : 'text'}
        value={String(draft ?? '')}
      />
    )
  return (
    <Field
      aria-invalid={invalid}
      hint={hint ?? `${setting.description} ${range(setting)}`}
      inputMode="decimal"
      label={label}
      onChange={event => onChange(event.target.value)}
      placeholder={setting.usual === null ? t('setting.chosen') : formatExact(setting.usual as number)}
      value={String(draft ?? '')}
    />
  )
}

/** Beyond it a bound says nothing to anybody. */
const anyNumber = 1e15

const range = ({ least, most }: PlainSetting) =>
  most !== null && most >= anyNumber ? '' : t('setting.range', { least: formatExact(least), most: formatExact(most) })
