import type { ModelKind, RecipeFields } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { Panel } from '../../ui/panel.tsx'
import { recipeInWords, settingInWords } from './in-words.ts'

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
              <dd className="wrap-anywhere tabular-nums">{settingInWords(setting, value)}</dd>
            </div>
          )
        })}
        {recipeInWords(recipe).map(([name, words], place) => (
          <div
            className={`contents ${place === 0 ? '[&>*]:mt-2 [&>*]:border-line [&>*]:border-t [&>*]:pt-2' : ''}`}
            key={name}
          >
            <dt className="text-ink-faint">{name}</dt>
            <dd className="text-right tabular-nums">{words}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

/** As a form of the kind has them. */
function inOrder(kind: MadeOfProps['kind'], settings: MadeOfProps['settings']) {
  const order = kind?.settings.map(({ name }) => name) ?? []
  return Object.entries(settings).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}
