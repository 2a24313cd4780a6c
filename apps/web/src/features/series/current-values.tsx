import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { extent } from '../../ui/chart/columns.ts'
import { formatWithin } from '../../ui/number.ts'

interface CurrentValuesProps {
  readonly channels: readonly ChannelFields[]
  readonly values: readonly (readonly number[])[]
}

const mostShown = 3

/** The newest value of the first channels, with decimals that suit the recent ones so that their width rests. */
export function CurrentValues({ channels, values }: CurrentValuesProps) {
  const rest = channels.length - mostShown
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      {channels.slice(0, mostShown).map(({ name, unit, position }) => {
        const column = values[position] ?? []
        const range = extent([column])
        const format = formatWithin(range?.[0] ?? 0, range?.[1] ?? 0)
        return (
          <span
            className="flex max-w-full items-baseline whitespace-nowrap tabular-nums"
            key={name}
            title={unit === null ? name : t('series.channelIn', { channel: name, unit })}
          >
            {channels.length > 1 && <span className="sr-only">{name}</span>}
            <span className="font-semibold">{format(column.at(-1))}</span>
            {unit !== null && <span className="ml-1 min-w-0 truncate text-ink-faint text-xs">{unit}</span>}
          </span>
        )
      })}
      {rest > 0 && <span className="text-ink-faint text-xs">{t('series.moreChannels', { count: rest })}</span>}
    </span>
  )
}
