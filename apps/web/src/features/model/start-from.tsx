'use client'
import { type ModelFields, type ModelKind, models } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { nameOfScope } from './scope.ts'

const offered = 50

interface StartFromProps {
  readonly kind: ModelKind
  /** Settings to begin with, and the recipe where they are those of a model. */
  readonly onStart: (settings: ModelFields['settings'], recipe: ModelFields['recipe'] | null) => void
}

/** What a form is filled with: what is usual of the kind, or what a model of the same kind is made of. */
export function StartFrom({ kind, onStart }: StartFromProps) {
  const { data } = useRead(models, { first: offered, filter: { kind: kind.kind } })
  const alike = data?.models.edges.map(({ node }) => node).filter(node => node.kind === kind.kind) ?? []
  return (
    <Choice
      className="sm:w-1/2"
      defaultValue=""
      key={kind.kind}
      label={t('model.startFrom')}
      onChange={event => {
        const like = alike.find(({ id }) => id === event.target.value)
        onStart(like?.settings ?? {}, like?.recipe ?? null)
      }}
    >
      <option value="">{t('model.asUsual')}</option>
      {alike.map(each => (
        <option key={each.id} value={each.id}>
          {t('model.like', { name: each.name, scope: nameOfScope(each) })}
        </option>
      ))}
    </Choice>
  )
}
