'use client'
import { useState } from 'react'
import { type ModelFields, type ModelKind, models } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { PresetChanges } from './preset-changes.tsx'
import { usualRecipe } from './recipe-draft.ts'
import { nameOfScope } from './scope.ts'

const offered = 50

/** What a form can be filled with. */
export type Start = Pick<ModelFields, 'settings' | 'recipe'>

interface StartFromProps {
  readonly kind: ModelKind
  /** The draft that is changed; null for a new model. */
  readonly own: ModelFields | null
  readonly onStart: (start: Start) => void
}

const usual: Start = { settings: {}, recipe: usualRecipe }
const [asUsual, asItIs] = ['usual', 'own']
const ofPreset = (name: string) => `preset ${name}`

/** What a form is filled with: what is usual of the kind, one of its presets, or what a model of it is made of. */
export function StartFrom({ kind, own, onStart }: StartFromProps) {
  const [chosen, setChosen] = useState(own === null ? asUsual : asItIs)
  const { data } = useRead(models, { first: offered, filter: { kind: kind.kind } })
  const alike =
    data?.models.edges.map(({ node }) => node).filter(it => it.kind === kind.kind && it.id !== own?.id) ?? []
  const preset = kind.presets.find(({ name }) => ofPreset(name) === chosen) ?? null
  const choose = (value: string) => {
    setChosen(value)
    const taken = kind.presets.find(({ name }) => ofPreset(name) === value) ?? alike.find(({ id }) => id === value)
    onStart(taken ?? (value === asItIs ? own : null) ?? usual)
  }
  return (
    <>
      <Choice
        hint={preset === null ? t('model.startFromHint') : null}
        label={t('model.startFrom')}
        onChange={event => choose(event.target.value)}
        value={chosen}
      >
        {own !== null && <option value={asItIs}>{t('model.asItIs')}</option>}
        <option value={asUsual}>{t('model.asUsual')}</option>
        {kind.presets.length > 0 && (
          <optgroup label={t('preset.title')}>
            {kind.presets.map(({ name, title }) => (
              <option key={name} value={ofPreset(name)}>
                {title}
              </option>
            ))}
          </optgroup>
        )}
        {alike.length > 0 && (
          <optgroup label={t('model.others')}>
            {alike.map(each => (
              <option key={each.id} value={each.id}>
                {t('model.like', { name: each.name, scope: nameOfScope(each) })}
              </option>
            ))}
          </optgroup>
        )}
      </Choice>
      {preset !== null && (
        <div className="sm:col-span-2">
          <PresetChanges kind={kind} preset={preset} />
        </div>
      )}
    </>
  )
}
