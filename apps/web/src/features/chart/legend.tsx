'use client'
import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { extent } from '../../ui/chart/columns.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { formatWithin } from '../../ui/number.ts'
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
        const format = formatWithin(range?.[0] ?? 0, range?.[1] ?? 0)
        return (
          <li className="max-w-full" key={name}>
            <button
              aria-pressed={names.has(name)}
              className="group inline-flex max-w-full items-center gap-2 rounded-md border border-line border-dashed px-2 py-1 hover:border-line-strong aria-pressed:border-line-strong aria-pressed:border-solid aria-pressed:bg-sunken"
              onClick={() => toggle(name)}
              type="button"
            >
              <span
                className="size-2.5 shrink-0 rounded-full border-2 group-aria-pressed:bg-current"
                style={{ color: channelColor(position), borderColor: channelColor(position) }}
              />
              <span className="min-w-0 truncate text-ink-soft text-xs group-aria-pressed:text-ink" title={name}>
                {name}
              </span>
              <span className="min-w-[6ch] shrink-0 whitespace-nowrap text-right font-semibold text-xs tabular-nums">
                {format(read ? read.value : column.at(-1))}
              </span>
              {unit !== null && (
                <span className="min-w-6 max-w-24 truncate text-ink-faint text-xs" title={unit}>
                  {unit}
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
