import type { Setting } from '../../graphql/setting.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { type Row, rowOf } from './setting-drafts.ts'
import { SettingField } from './setting-field.tsx'

interface SettingListProps {
  readonly setting: Setting
  readonly rows: readonly Row[]
  /** What is wrong with the field at a path such as `layers[1].units`, or with the list itself. */
  readonly problemAt: (path: string) => string | null
  readonly onChange: (rows: readonly Row[]) => void
}

/** A setting that is a list, such as the layers of a network: a row of fields for each, in order. */
export function SettingList({ setting, rows, problemAt, onChange }: SettingListProps) {
  const { name, title, description, fields, fewestRecords, mostRecords } = setting
  const problem = problemAt(name)
  return (
    <fieldset className="grid gap-2 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-ink-soft text-xs">{title}</legend>
      <p className={`text-xs ${problem === null ? 'text-ink-faint' : 'font-medium text-critical'}`}>
        {problem ?? description}
      </p>
      {rows.map((row, place) => (
        <fieldset
          aria-label={t('setting.row', { list: title, number: place + 1 })}
          className="flex items-start gap-2 border-line border-t pt-2"
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, and its fields hold nothing of their own
          key={place}
        >
          <span aria-hidden="true" className="mt-6 w-4 text-ink-faint text-xs tabular-nums">
            {place + 1}
          </span>
          <div className="grid flex-1 grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-2">
            {fields.map(field => (
              <SettingField
                draft={row[field.name]}
                key={field.name}
                onChange={draft => onChange(rows.map((it, i) => (i === place ? { ...it, [field.name]: draft } : it)))}
                problem={problemAt(`${name}[${place}].${field.name}`)}
                setting={field}
              />
            ))}
          </div>
          <Button
            aria-label={t('setting.removeRow', { list: title, number: place + 1 })}
            className="mt-5 px-2"
            disabled={rows.length <= (fewestRecords ?? 0)}
            look="quiet"
            onClick={() => onChange(rows.filter((_, i) => i !== place))}
          >
            <Icon name="minus" size={14} />
          </Button>
        </fieldset>
      ))}
      <div>
        <Button
          disabled={mostRecords !== null && rows.length >= mostRecords}
          look="quiet"
          onClick={() => onChange([...rows, rowOf(setting)])}
        >
          <Icon name="plus" size={14} /> {t('setting.addRow', { list: title })}
        </Button>
      </div>
    </fieldset>
  )
}
