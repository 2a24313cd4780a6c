'use client'
import { t } from '../../messages/message.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Segments } from '../../ui/segments.tsx'
import { defaultView, type Range, readView, writeRange } from '../series/view.ts'
import { pan, zoom } from './chart-time.ts'

interface RangeBarProps {
  readonly range: Range
  readonly time: Domain | null
  readonly onRange: (range: Range) => void
}

const presets = ['100', '300', '1000', '1h', '24h', '7d', 'all'] as const

export function RangeBar({ range, time, onRange }: RangeBarProps) {
  const written = writeRange(range)
  const following = range.kind !== 'between'
  const step = (change: (time: Domain) => Range) => () => time && onRange(change(time))
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segments
        label={t('range.label')}
        onChange={value => onRange(readView(new URLSearchParams({ range: value })).range)}
        options={presets.map(value => ({ value, text: presetText(value), title: presetTitle(value) }))}
        value={presets.find(preset => preset === written) ?? null}
      />
      <div className="inline-flex">
        <Tool icon="back" label={t('range.earlier')} onClick={step(it => pan(it, (it[0] - it[1]) / 2))} />
        <Tool flipped icon="back" label={t('range.later')} onClick={step(it => pan(it, (it[1] - it[0]) / 2))} />
        <Tool icon="minus" label={t('range.zoomOut')} onClick={step(it => zoom(it, 2, (it[0] + it[1]) / 2))} />
        <Tool icon="plus" label={t('range.zoomIn')} onClick={step(it => zoom(it, 0.5, (it[0] + it[1]) / 2))} />
      </div>
      {!following && (
        <button
          className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent-soft px-2.5 font-medium text-accent text-xs"
          onClick={() => onRange(defaultView.range)}
          type="button"
        >
          <Icon name="live" /> {t('range.follow')}
        </button>
      )}
    </div>
  )
}

const presetText = (preset: (typeof presets)[number]) => (preset === 'all' ? t('range.all') : preset)
const presetTitle = (preset: (typeof presets)[number]) => {
  if (preset === 'all') return t('range.allTitle')
  return /^\d+$/.test(preset) ? t('range.lastTitle', { count: preset }) : t('range.sinceTitle', { length: preset })
}

interface ToolProps {
  readonly icon: IconName
  readonly label: string
  readonly flipped?: boolean
  readonly onClick: () => void
}

function Tool({ icon, label, flipped = false, onClick }: ToolProps) {
  return (
    <button
      aria-label={label}
      className="inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
      onClick={onClick}
      title={label}
      type="button"
    >
      <span className={flipped ? 'rotate-180' : ''}>
        <Icon name={icon} />
      </span>
    </button>
  )
}
