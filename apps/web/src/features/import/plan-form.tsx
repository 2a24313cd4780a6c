'use client'
import type { FileColumns, ImportPlan, ImportPreview } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { counting, type PlanChange, relaid, timedBy, toggled } from './plan.ts'
import type { Seen } from './use-preview.ts'

interface PlanFormProps {
  /** The file as far as it is known: without a preview, its columns alone. */
  readonly found: ImportPreview | FileColumns
  readonly seen: Seen | null
  readonly plan: ImportPlan
  readonly onChange: (change: PlanChange) => void
}

const delimiters = [
  [',', 'import.comma'],
  [';', 'import.semicolon'],
  ['\t', 'import.tab'],
  ['|', 'import.bar'],
  [' ', 'import.space'],
] as const

/** Everything that was detected; each change asks for a new preview. What is typed counts at once. */
export function PlanForm({ found, seen, plan, onChange }: PlanFormProps) {
  const preview = seen?.preview ?? null
  const names = found.columns.map(column => column.name)
  const delimiter = plan.delimiter ?? found.delimiter
  const timeColumn = plan.timeColumn ?? preview?.timeColumn ?? null
  const keyColumn = plan.keyColumn ?? preview?.keyColumn ?? ''
  const others = names.filter(name => name !== timeColumn)
  const set = (change: ImportPlan) => onChange(before => ({ ...before, ...change }))
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Choice
          label={t('import.delimiter')}
          onChange={event => onChange(relaid({ delimiter: event.target.value }))}
          value={delimiter}
        >
          {delimiters.map(([value, name]) => (
            <option key={name} value={value}>
              {t(name)}
            </option>
          ))}
          {delimiters.every(([value]) => value !== delimiter) && <option>{delimiter}</option>}
        </Choice>
        <Choice
          label={t('import.decimal')}
          onChange={event => set({ decimalComma: event.target.value === 'comma' })}
          value={(plan.decimalComma ?? preview?.decimalComma) ? 'comma' : 'point'}
        >
          <option value="point">{t('import.decimalPoint')}</option>
          <option value="comma">{t('import.decimalComma')}</option>
        </Choice>
        <Choice
          label={t('import.header')}
          onChange={event => onChange(relaid({ header: event.target.value === 'yes' }))}
          value={(plan.header ?? found.header) ? 'yes' : 'no'}
        >
          <option value="yes">{t('import.headerYes')}</option>
          <option value="no">{t('import.headerNo')}</option>
        </Choice>
        <Choice
          label={t('import.timeColumn')}
          onChange={event => onChange(timedBy(event.target.value))}
          value={timeColumn ?? '?'}
        >
          {timeColumn === null && (
            <option disabled value="?">
              {t('import.timeColumnChoose')}
            </option>
          )}
          {timeColumn === '' && <option value="">{t('import.timeAcross')}</option>}
          {timeColumn !== null && timeColumn !== '' && !names.includes(timeColumn) && <option>{timeColumn}</option>}
          {names.map((name, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns can share a name, and stay where they are
            <option key={place}>{name}</option>
          ))}
        </Choice>
        <Field
          label={t('import.timeFormat')}
          onChange={event => set({ timeFormat: event.target.value })}
          spellCheck={false}
          value={plan.timeFormat ?? preview?.timeFormat ?? ''}
        />
        <Field
          hint={seen ? t(`import.zoneFrom.${seen.zoneFrom}`) : undefined}
          label={t('import.timeZone')}
          list="time-zones"
          onChange={event => set({ timeZone: event.target.value })}
          spellCheck={false}
          value={plan.timeZone ?? preview?.timeZone ?? 'UTC'}
        />
        <Choice
          className="sm:col-span-2"
          hint={t('import.layoutHint')}
          label={t('import.layout')}
          onChange={event => set({ keyColumn: event.target.value })}
          value={keyColumn}
        >
          <option value="">{t('import.wide')}</option>
          {keyColumn !== '' && !others.includes(keyColumn) && (
            <option value={keyColumn}>{t('import.long', { column: keyColumn })}</option>
          )}
          {others.map((name, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns can share a name, and stay where they are
            <option key={place} value={name}>
              {t('import.long', { column: name })}
            </option>
          ))}
        </Choice>
        <Field
          hint={t('import.missingHint')}
          label={t('import.missing')}
          onChange={event => set({ missing: event.target.value === '' ? [] : event.target.value.split(',') })}
          spellCheck={false}
          value={(plan.missing ?? []).join(',')}
        />
      </div>
      <datalist id="time-zones">
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {preview && !preview.columnsAreInstants && (
        <Columns
          chosen={plan.valueColumns ?? preview.valueColumns}
          fewest={1}
          label={t('import.valueColumns')}
          names={others.filter(name => name !== keyColumn)}
          onToggle={(name, from) => onChange(toggled(name, from, preview.valueColumns))}
        />
      )}
      {preview && (
        <Columns
          chosen={plan.counters ?? []}
          fewest={0}
          hint={t('import.countersHint')}
          label={t('import.counters')}
          names={preview.channels.map(({ name }) => name)}
          onToggle={name => onChange(counting(name))}
        />
      )}
    </div>
  )
}

interface ColumnsProps {
  readonly label: string
  readonly hint?: string
  readonly names: readonly string[]
  readonly chosen: readonly string[]
  /** So many stay chosen. */
  readonly fewest: number
  readonly onToggle: (name: string, names: readonly string[]) => void
}

function Columns({ label, hint, names, chosen, fewest, onToggle }: ColumnsProps) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink-soft text-xs">{label}</legend>
      <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1.5 overflow-y-auto">
        {names.map((name, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns can share a name, and stay where they are
          <label className="inline-flex max-w-full items-center gap-1.5 text-xs" key={place}>
            <input
              checked={chosen.includes(name)}
              className="accent-accent"
              disabled={chosen.length === fewest && chosen.includes(name)}
              onChange={() => onToggle(name, names)}
              type="checkbox"
            />
            <span className="min-w-0 break-words">{name}</span>
          </label>
        ))}
      </div>
      {hint && <p className="mt-1 text-ink-faint text-xs">{hint}</p>}
    </fieldset>
  )
}
