'use client'
import { useId } from 'react'
import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { hasCounters } from '../series/counters.ts'
import type { View } from '../series/view.ts'

interface ViewOptionsProps {
  readonly view: View
  readonly channels: readonly ChannelFields[]
  readonly onChange: (change: Partial<View>) => void
}

const lengths = [5, 20, 50, 100]

/** Rolling mean, one lane per channel, and what is seen of channels that count. */
export function ViewOptions({ view, channels, onChange }: ViewOptionsProps) {
  const id = useId()
  const offered = view.mean === null || lengths.includes(view.mean) ? lengths : [...lengths, view.mean]
  return (
    <div className="flex flex-wrap items-center gap-3 text-xs">
      {hasCounters(channels) && (
        <label className="inline-flex items-center gap-1.5 text-ink-soft">
          <input
            checked={view.counters === 'READING'}
            className="accent-accent"
            onChange={event => onChange({ counters: event.target.checked ? 'READING' : 'RATE' })}
            type="checkbox"
          />
          {t('chart.readings')}
        </label>
      )}
      {channels.length > 1 && (
        <label className="inline-flex items-center gap-1.5 text-ink-soft">
          <input
            checked={view.split}
            className="accent-accent"
            onChange={event => onChange({ split: event.target.checked })}
            type="checkbox"
          />
          {t('chart.split')}
        </label>
      )}
      <span className="inline-flex items-center gap-2">
        <label className="text-ink-soft" htmlFor={id}>
          {t('chart.mean')}
        </label>
        <select
          className="h-8 rounded-md border border-line bg-surface px-2"
          id={id}
          onChange={event => onChange({ mean: event.target.value === '' ? null : Number(event.target.value) })}
          value={view.mean ?? ''}
        >
          <option value="">{t('chart.meanOff')}</option>
          {offered.map(length => (
            <option key={length} value={length}>
              {t('chart.meanPoints', { count: length })}
            </option>
          ))}
        </select>
      </span>
    </div>
  )
}
