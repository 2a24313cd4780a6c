import type { Setting } from '../../graphql/setting.ts'
import { t } from '../../messages/message.ts'
import type { Drafts, PlainDraft, Row } from './setting-drafts.ts'
import { SettingField } from './setting-field.tsx'
import { SettingList } from './setting-list.tsx'

interface SettingFieldsProps {
  readonly settings: readonly Setting[]
  readonly drafts: Drafts
  readonly problemAt: (path: string) => string | null
  readonly onChange: (change: Drafts) => void
}

/** Every setting of a kind, in the order of the API: lists over the whole width, the others side by side. */
export function SettingFields({ settings, drafts, problemAt, onChange }: SettingFieldsProps) {
  const plain = settings.filter(({ type }) => type !== 'LIST')
  return (
    <>
      {settings
        .filter(({ type }) => type === 'LIST')
        .map(setting => (
          <SettingList
            key={setting.name}
            onChange={rows => onChange({ [setting.name]: rows })}
            problemAt={problemAt}
            rows={drafts[setting.name] as readonly Row[]}
            setting={setting}
          />
        ))}
      {plain.length > 0 && (
        <fieldset className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3 rounded-md border border-line p-3">
          <legend className="px-1 font-medium text-ink-soft text-xs">{t('model.settings')}</legend>
          {plain.map(setting => (
            <SettingField
              draft={drafts[setting.name] as PlainDraft}
              key={setting.name}
              onChange={draft => onChange({ [setting.name]: draft })}
              problem={problemAt(setting.name)}
              setting={setting}
            />
          ))}
        </fieldset>
      )}
    </>
  )
}
