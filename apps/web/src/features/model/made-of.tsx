import type { ModelKind, RecipeFields, Setting } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { formatExact, missing } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'

interface MadeOfProps {
  /** null while it is not known: then settings go by their names. */
  readonly kind: ModelKind | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly recipe: RecipeFields
}

/** What a model is made of: its settings as its kind calls them, and its recipe. */
export function MadeOf({ kind, settings, recipe }: MadeOfProps) {
  return (
    <Panel title={t('model.madeOf')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-xs [&>dd]:text-right [&>dd]:tabular-nums [&>dt]:text-ink-faint">
        {inOrder(kind, settings).map(([name, value]) => {
          const setting = kind?.settings.find(it => it.name === name)
          return (
            <div className="contents [&>dd]:text-right [&>dt]:text-ink-faint" key={name}>
              <dt>{setting?.title ?? name}</dt>
              <dd className="wrap-anywhere tabular-nums">{inWords(setting, value)}</dd>
            </div>
          )
        })}
        <dt className="mt-2 border-line border-t pt-2">{t('recipe.grid')}</dt>
        <dd className="mt-2 border-line border-t pt-2">{gridInWords(recipe)}</dd>
        <dt>{t('recipe.cut')}</dt>
        <dd>{recipe.cut === null ? missing : formatExact(recipe.cut)}</dd>
        <dt>{t('recipe.fill')}</dt>
        <dd>{t(`recipe.fill.${recipe.fill}`)}</dd>
        <dt>{t('recipe.scale')}</dt>
        <dd>{t(`recipe.scale.${recipe.scale}`)}</dd>
        <dt>{t('recipe.categories')}</dt>
        <dd>{recipe.categories.length === 0 ? missing : recipe.categories.join(', ')}</dd>
      </dl>
    </Panel>
  )
}

/** As a form of the kind has them. */
function inOrder(kind: MadeOfProps['kind'], settings: MadeOfProps['settings']) {
  const order = kind?.settings.map(({ name }) => name) ?? []
  return Object.entries(settings).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}

const gridInWords = ({ resample }: RecipeFields) =>
  resample === null
    ? t('recipe.ownStep')
    : t('recipe.gridIs', {
        count: resample.count,
        unit: t(`recipe.unit.${resample.unit}`),
        by: t(`recipe.by.${resample.by}`),
      })

/** A value as its setting calls it; of a list, a record after the other. */
export function inWords(setting: Setting | undefined, value: unknown): string {
  if (value === null || value === undefined) return t('setting.chosen')
  if (typeof value === 'boolean') return value ? t('system.yes') : t('system.no')
  if (typeof value === 'number') return formatExact(value)
  if (Array.isArray(value))
    return value.length === 0 ? missing : value.map(row => Object.values(row).join('/')).join(', ')
  return setting?.choices.find(choice => choice.value === value)?.title ?? String(value)
}
