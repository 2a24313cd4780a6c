'use client'
import { useId } from 'react'
import { t } from '../../messages/message.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { type TimingDraft, type TimingUnit, timingUnits } from './timing.ts'

const ways = ['interval', 'cron'] as const

interface TimingFieldsProps {
  readonly draft: TimingDraft
  readonly onChange: (change: Partial<TimingDraft>) => void
}

/** When something is to be due: at an interval, or as cron says it by the clocks of a zone. */
export function TimingFields({ draft, onChange }: TimingFieldsProps) {
  const zones = useId()
  return (
    <div className="grid gap-2">
      <p className="font-medium text-ink-soft text-xs">{t('schedule.timing')}</p>
      <div>
        <Segments
          label={t('schedule.timing')}
          onChange={by => onChange({ by })}
          options={ways.map(value => ({ value, text: t(`schedule.timing.${value}`) }))}
          value={draft.by}
        />
      </div>
      {draft.by === 'interval' ? (
        <div className="grid grid-cols-2 gap-3">
          <Field
            autoComplete="off"
            inputMode="numeric"
            label={t('schedule.everyLabel')}
            onChange={event => onChange({ every: event.target.value })}
            value={draft.every}
          />
          <Choice
            label={t('schedule.unit')}
            onChange={event => onChange({ unit: event.target.value as TimingUnit })}
            value={draft.unit}
          >
            {timingUnits.map(unit => (
              <option key={unit} value={unit}>
                {t(`schedule.unit.${unit}`)}
              </option>
            ))}
          </Choice>
        </div>
      ) : (
        <div className="grid grid-cols-2 gap-3">
          <Field
            autoComplete="off"
            className="[&_input]:font-mono"
            label={t('schedule.cron')}
            onChange={event => onChange({ cron: event.target.value })}
            spellCheck={false}
            value={draft.cron}
          />
          <Field
            autoComplete="off"
            label={t('schedule.zone')}
            list={zones}
            onChange={event => onChange({ zone: event.target.value })}
            spellCheck={false}
            value={draft.zone}
          />
          <datalist id={zones}>
            {['UTC', ...Intl.supportedValuesOf('timeZone')].map(zone => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      )}
    </div>
  )
}
