'use client'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Segments } from '../../ui/segments.tsx'
import { type AccuracyView, leadChoices, measures, subjects, windows } from './accuracy-view.ts'
import { stepsText } from './figures.ts'

interface AccuracyChoicesProps {
  readonly view: AccuracyView
  readonly onChange: (change: Partial<AccuracyView>) => void
}

/** What is ranked, by which measure, over which days and how far ahead. */
export function AccuracyChoices({ view, onChange }: AccuracyChoicesProps) {
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
      <div>
        <p aria-hidden="true" className="mb-1 font-medium text-ink-soft text-xs">
          {t('accuracy.by')}
        </p>
        <Segments
          label={t('accuracy.by')}
          onChange={by => onChange({ by, chosen: null })}
          options={subjects.map(value => ({ value, text: t(`accuracy.by.${value}`) }))}
          value={view.by}
        />
      </div>
      {view.by === 'ATTRIBUTE' && (
        <Field
          className="w-44"
          label={t('accuracy.attribute')}
          onChange={event => onChange({ attribute: event.target.value, chosen: null })}
          value={view.attribute}
        />
      )}
      <Choice
        className="w-60"
        label={t('accuracy.measure')}
        onChange={event => onChange({ measure: measures.find(it => it === event.target.value) ?? 'MASE' })}
        value={view.measure}
      >
        {measures.map(measure => (
          <option key={measure} value={measure}>
            {t(`accuracy.order.${measure}`)}
          </option>
        ))}
      </Choice>
      <Choice
        className="w-32"
        label={t('accuracy.window')}
        onChange={event => onChange({ days: Number(event.target.value) })}
        value={view.days}
      >
        {windows.map(days => (
          <option key={days} value={days}>
            {t('accuracy.days', { count: formatExactCount(days) })}
          </option>
        ))}
      </Choice>
      <Choice
        className="w-44"
        label={t('accuracy.lead')}
        onChange={event => onChange({ lead: leadChoices.find(it => String(it) === event.target.value) ?? null })}
        value={view.lead ?? ''}
      >
        <option value="">{t('accuracy.anyLead')}</option>
        {leadChoices.map(most => (
          <option key={most} value={most}>
            {stepsText(most)}
          </option>
        ))}
      </Choice>
    </div>
  )
}
