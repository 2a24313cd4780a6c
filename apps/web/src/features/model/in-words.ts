import type { RecipeFields } from '../../graphql/model.ts'
import type { Setting } from '../../graphql/setting.ts'
import { t } from '../../messages/message.ts'
import { formatExact, missing } from '../../ui/number.ts'

type Described = Setting | Setting['fields'][number]
type Row = Readonly<Record<string, unknown>>

/** A value as its setting calls it; of a list, a record after the other. A setting that is not known goes by the value. */
export function settingInWords(setting: Described | undefined, value: unknown): string {
  if (value === null || value === undefined) return t('setting.chosen')
  if (typeof value === 'boolean') return value ? t('system.yes') : t('system.no')
  if (typeof value === 'number') return formatExact(value)
  if (Array.isArray(value)) {
    const fields = setting !== undefined && 'fields' in setting ? setting.fields : []
    return value.length === 0 ? t('setting.none') : value.map((row: Row) => rowInWords(fields, row)).join('; ')
  }
  return setting?.choices.find(choice => choice.value === value)?.title ?? String(value)
}

/** The first of its fields, and which others are not as usual. */
function rowInWords(fields: Setting['fields'], row: Row): string {
  if (fields.length === 0) return Object.values(row).join('/')
  return fields
    .filter(({ name, usual }, place) => place === 0 || (row[name] ?? usual) !== usual)
    .map(field => t('setting.is', { setting: field.title, value: settingInWords(field, row[field.name]) }))
    .join(', ')
}

/** Each part of a recipe by its name, in the order of the form. */
export const recipeInWords = (recipe: RecipeFields): readonly (readonly [name: string, words: string])[] => [
  [t('recipe.cut'), recipe.cut === null ? missing : t('recipe.cutIs', { deviations: formatExact(recipe.cut) })],
  [t('recipe.grid'), gridInWords(recipe)],
  [t('recipe.fill'), t(`recipe.fill.${recipe.fill}`)],
  [t('recipe.scale'), t(`recipe.scale.${recipe.scale}`)],
  [t('recipe.categories'), recipe.categories.length === 0 ? missing : recipe.categories.join(', ')],
]

const gridInWords = ({ resample }: RecipeFields) =>
  resample === null
    ? t('recipe.ownStep')
    : t('recipe.gridIs', {
        count: resample.count,
        unit: t(`recipe.unit.${resample.unit}`),
        by: t(`recipe.by.${resample.by}`),
      })
