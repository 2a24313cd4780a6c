import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import type { RecipeDraft } from './recipe-draft.ts'

const units = ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const
const aggregations = ['LAST', 'SUM', 'MEAN'] as const
const fills = ['LINEAR', 'FORWARD', 'ZERO', 'NONE'] as const
const scales = ['STANDARD', 'ROBUST', 'NONE'] as const

interface RecipeFieldsProps {
  readonly draft: RecipeDraft
  readonly onChange: (change: Partial<RecipeDraft>) => void
}

/** How raw points become what a model sees, in the order it is done. */
export function RecipeFields({ draft, onChange }: RecipeFieldsProps) {
  return (
    <fieldset className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-3 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-ink-soft text-xs">{t('recipe.title')}</legend>
      <Field
        hint={t('recipe.cutHint')}
        inputMode="decimal"
        label={t('recipe.cut')}
        onChange={event => onChange({ cut: event.target.value })}
        value={draft.cut}
      />
      <Choice
        label={t('recipe.grid')}
        onChange={event => onChange({ unit: units.find(it => it === event.target.value) ?? '' })}
        value={draft.unit}
      >
        <option value="">{t('recipe.ownStep')}</option>
        {units.map(unit => (
          <option key={unit} value={unit}>
            {t(`recipe.unit.${unit}`)}
          </option>
        ))}
      </Choice>
      {draft.unit !== '' && (
        <>
          <Field
            inputMode="numeric"
            label={t('recipe.count')}
            onChange={event => onChange({ count: event.target.value })}
            value={draft.count}
          />
          <OneOf
            label={t('recipe.by')}
            onPick={by => onChange({ by })}
            value={draft.by}
            values={aggregations}
            word={by => t(`recipe.by.${by}`)}
          />
          {draft.unit === 'WEEK' && (
            <Field
              hint={t('recipe.weekStartHint')}
              inputMode="numeric"
              label={t('recipe.weekStart')}
              onChange={event => onChange({ weekStart: event.target.value })}
              value={draft.weekStart}
            />
          )}
          <Field
            hint={t('recipe.timeZoneHint')}
            label={t('recipe.timeZone')}
            onChange={event => onChange({ timeZone: event.target.value })}
            spellCheck={false}
            value={draft.timeZone}
          />
        </>
      )}
      <OneOf
        label={t('recipe.fill')}
        onPick={fill => onChange({ fill })}
        value={draft.fill}
        values={fills}
        word={fill => t(`recipe.fill.${fill}`)}
      />
      <OneOf
        label={t('recipe.scale')}
        onPick={scale => onChange({ scale })}
        value={draft.scale}
        values={scales}
        word={scale => t(`recipe.scale.${scale}`)}
      />
      <Field
        hint={t('recipe.categoriesHint')}
        label={t('recipe.categories')}
        onChange={event => onChange({ categories: event.target.value })}
        spellCheck={false}
        value={draft.categories}
      />
    </fieldset>
  )
}

interface OneOfProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly value: Value
  readonly word: (value: Value) => string
  readonly onPick: (value: Value) => void
}

function OneOf<Value extends string>({ label, values, value, word, onPick }: OneOfProps<Value>) {
  return (
    <Choice
      label={label}
      onChange={event => onPick(values.find(it => it === event.target.value) ?? value)}
      value={value}
    >
      {values.map(each => (
        <option key={each} value={each}>
          {word(each)}
        </option>
      ))}
    </Choice>
  )
}
