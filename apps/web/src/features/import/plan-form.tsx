'use client'
import type { ImportPlan, ImportPreview } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'

interface PlanFormProps {
  readonly preview: ImportPreview
  readonly onChange: (change: ImportPlan) => void
}

const delimiters = [
  [',', 'import.comma'],
  [';', 'import.semicolon'],
  ['\t', 'import.tab'],
  ['|', 'import.bar'],
  [' ', 'import.space'],
] as const

/** Everything that was detected; each change asks for a new preview. */
export function PlanForm({ preview, onChange }: PlanFormProps) {
  const names = preview.columns.map(column => column.name)
  const others = names.filter(name => name !== preview.timeColumn)
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Choice
          label={t('import.delimiter')}
          onChange={event => onChange({ delimiter: event.target.value })}
          value={preview.delimiter}
        >
          {delimiters.map(([value, name]) => (
            <option key={name} value={value}>
              {t(name)}
            </option>
          ))}
          {delimiters.every(([value]) => value !== preview.delimiter) && <option>{preview.delimiter}</option>}
        </Choice>
        <Choice
          label={t('import.decimal')}
          onChange={event => onChange({ decimalComma: event.target.value === 'comma' })}
          value={preview.decimalComma ? 'comma' : 'point'}
        >
          <option value="point">{t('import.decimalPoint')}</option>
          <option value="comma">{t('import.decimalComma')}</option>
        </Choice>
        <Choice
          label={t('import.header')}
          onChange={event => onChange({ header: event.target.value === 'yes' })}
          value={preview.header ? 'yes' : 'no'}
        >
          <option value="yes">{t('import.headerYes')}</option>
          <option value="no">{t('import.headerNo')}</option>
        </Choice>
        <Choice
          label={t('import.timeColumn')}
          onChange={event => onChange({ timeColumn: event.target.value })}
          value={preview.timeColumn}
        >
          {names.map(name => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
        <Field
          defaultValue={preview.timeFormat}
          key={`format ${preview.timeFormat}`}
          label={t('import.timeFormat')}
          onBlur={event => event.target.value !== preview.timeFormat && onChange({ timeFormat: event.target.value })}
          spellCheck={false}
        />
        <Field
          defaultValue={preview.timeZone}
          key={`zone ${preview.timeZone}`}
          label={t('import.timeZone')}
          list="time-zones"
          onBlur={event => event.target.value !== preview.timeZone && onChange({ timeZone: event.target.value })}
          spellCheck={false}
        />
        <Choice
          className="sm:col-span-2"
          hint={t('import.layoutHint')}
          label={t('import.layout')}
          onChange={event => onChange({ keyColumn: event.target.value || null })}
          value={preview.keyColumn ?? ''}
        >
          <option value="">{t('import.wide')}</option>
          {others.map(name => (
            <option key={name} value={name}>
              {t('import.long', { column: name })}
            </option>
          ))}
        </Choice>
      </div>
      <datalist id="time-zones">
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <ValueColumns names={others.filter(name => name !== preview.keyColumn)} onChange={onChange} preview={preview} />
    </div>
  )
}

function ValueColumns({ names, preview, onChange }: PlanFormProps & { names: readonly string[] }) {
  const chosen = new Set(preview.valueColumns)
  const toggle = (name: string) =>
    onChange({ valueColumns: names.filter(it => (it === name ? !chosen.has(it) : chosen.has(it))) })
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink-soft text-xs">{t('import.valueColumns')}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {names.map(name => (
          <label className="inline-flex items-center gap-1.5 text-xs" key={name}>
            <input
              checked={chosen.has(name)}
              className="accent-accent"
              disabled={chosen.size === 1 && chosen.has(name)}
              onChange={() => toggle(name)}
              type="checkbox"
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
