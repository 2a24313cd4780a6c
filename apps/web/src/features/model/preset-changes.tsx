import type { ModelKind, ModelPreset } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { recipeInWords, settingInWords } from './in-words.ts'
import { usualRecipe } from './recipe-draft.ts'

interface Change {
  readonly name: string
  readonly now: string
  readonly usual: string
}

/** What a preset makes other than usual, setting by setting and part by part of the recipe, in the order of the form. */
function changesOf(kind: ModelKind, { settings: given, recipe }: ModelPreset): readonly Change[] {
  const values = given as Readonly<Record<string, unknown>>
  const usualParts = recipeInWords(usualRecipe)
  return [
    ...kind.settings
      .filter(({ name }) => name in values)
      .map(setting => ({
        name: setting.title,
        now: settingInWords(setting, values[setting.name]),
        usual: settingInWords(setting, setting.usual),
      })),
    ...recipeInWords(recipe).map(([name, now], place) => ({ name, now, usual: usualParts[place]![1] })),
  ].filter(({ now, usual }) => now !== usual)
}

/** When to take a preset, and each of its values beside the usual one. */
export function PresetChanges({ kind, preset }: { kind: ModelKind; preset: ModelPreset }) {
  return (
    <section aria-label={t('preset.changes', { title: preset.title })} className="rounded-md bg-sunken p-3 text-xs">
      <p className="mb-2 text-ink-soft">{preset.description}</p>
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {changesOf(kind, preset).map(({ name, now, usual }) => (
          <div className="flex flex-wrap gap-x-2" key={name}>
            <dt className="text-ink-soft">{name}</dt>
            <dd className="font-medium tabular-nums">{now}</dd>
            <dd className="text-ink-faint tabular-nums">{t('preset.usual', { usual })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
