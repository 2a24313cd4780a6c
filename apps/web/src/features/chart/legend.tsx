'use client'
import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { extent } from '../../ui/chart/columns.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { decimalsFor, formatNumber } from '../../ui/number.ts'
import type { Snapshot } from '../point/live-window.ts'
import type { Readout } from './readout.ts'

interface LegendProps {
  readonly channels: readonly ChannelFields[]
  readonly shown: readonly ChannelFields[]
  readonly snapshot: Snapshot
  readonly readout: Readout | null
  readonly onShown: (names: readonly string[]) => void
}

/** Every channel with its value, under the pointer or else the newest; a press shows or hides it. */
export function Legend({ channels, shown, snapshot, readout, onShown }: LegendProps) {
  const names = new Set(shown.map(channel => channel.name))
  const toggle = (name: string) => {
    const next = channels.map(it => it.name).filter(it => (it === name ? !names.has(it) : names.has(it)))
    if (next.length > 0) onShown(next)
  }
  return (
    <ul aria-label={t('chart.channels')} className="flex flex-wrap gap-x-1 gap-y-1">
      {channels.map(({ name, unit, position }) => {
        const column = snapshot.values[position] ?? []
        const read = readout?.rows.find(row => row.channel.name === name)
        const range = extent([column])
        const decimals = range ? decimalsFor(Math.max(Math.abs(range[0]), Math.abs(range[1]))) : 2
        return (
          <li key={name}>
            <button
              aria-pressed={names.has(name)}
              className="group inline-flex items-center gap-2 rounded-md border border-line px-2 py-1 hover:border-line-strong aria-pressed:bg-sunken"
              onClick={() => toggle(name)}
              type="button"
            >
              <span
                className="size-2.5 rounded-full border-2 group-aria-pressed:bg-current"
                style={{ color: channelColor(position), borderColor: channelColor(position) }}
              />
              <span className="text-ink-soft text-xs">{name}</span>
              <span className="min-w-[6ch] text-right font-semibold text-xs tabular-nums">
                {formatNumber(read ? read.value : column.at(-1), decimals)}
              </span>
              {unit !== null && <span className="text-ink-faint text-xs">{unit}</span>}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
