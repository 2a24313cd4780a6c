'use client'
import { memo, useEffect, useState } from 'react'
import type { ResultOf } from '../../graphql/graphql.ts'
import { type CounterView, statistics } from '../../graphql/point.ts'
import { useApi } from '../../graphql/provider.tsx'
import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { formatCount, formatNumber, formatWithin } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { type TableColumn, TableHead } from '../../ui/table-head.tsx'
import type { WindowVariables } from '../point/window-query.ts'

type Statistics = NonNullable<ResultOf<typeof statistics>['seriesByKey']>['statistics']

interface StatisticsPanelProps {
  readonly seriesKey: string
  readonly channels: readonly ChannelFields[]
  readonly window: WindowVariables
  readonly counters: CounterView
  /** Grows when the figures may have changed without a new point, as after a reset. */
  readonly revision: number
}

const refreshEvery = 5_000
/** The standard deviation is a distance, and written as one; the other figures are values. */
const spreadPlace = 1

const columns: readonly TableColumn[] = [
  { title: t('column.channel'), className: 'pl-0! text-left' },
  { title: t('statistics.mean') },
  { title: t('statistics.deviation') },
  { title: t('statistics.minimum') },
  { title: t('statistics.median') },
  { title: t('statistics.maximum') },
  { title: t('statistics.count') },
  { title: t('statistics.missing'), className: 'pr-0!' },
]

export const StatisticsPanel = memo(function StatisticsPanel({
  seriesKey,
  channels,
  window,
  counters,
  revision,
}: StatisticsPanelProps) {
  const rows = useStatistics(seriesKey, window, counters, revision)
  return (
    <Panel title={t('statistics.title')}>
      <ScrollArea className="-mx-3.5 px-3.5" label={t('statistics.table')}>
        <table className="w-full text-right text-xs tabular-nums">
          <TableHead className="text-ink-faint" columns={columns} rowClassName="[&>th]:px-1.5 [&>th]:pb-1" />
          <tbody>
            {channels.map(({ name, position }) => {
              const row = rows?.find(it => it.channel.name === name)
              const format = formatWithin(row?.minimum ?? 0, row?.maximum ?? 0)
              const figures = [row?.mean, row?.standardDeviation, row?.minimum, row?.median, row?.maximum]
              return (
                <tr className="border-line border-t [&>td]:px-1.5 [&>td]:py-1" key={name}>
                  <th className="max-w-28 truncate pr-1.5 text-left font-normal text-ink-soft" scope="row" title={name}>
                    <span
                      className="mr-1.5 inline-block size-2 rounded-full"
                      style={{ background: channelColor(position) }}
                    />
                    {name}
                  </th>
                  {figures.map((figure, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the figures have fixed places
                    <td key={i}>
                      {rows ? (
                        (i === spreadPlace ? formatNumber : format)(figure)
                      ) : (
                        <span className="skeleton inline-block h-3 w-9" />
                      )}
                    </td>
                  ))}
                  <td>{row ? formatCount(row.count) : ''}</td>
                  <td className="pr-0!">{row ? formatCount(row.missing) : ''}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollArea>
    </Panel>
  )
})

function useStatistics(
  key: string,
  window: WindowVariables,
  counters: CounterView,
  revision: number,
): Statistics | null {
  const { client } = useApi()
  const [rows, setRows] = useState<Statistics | null>(null)
  const { from, to, last } = window
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      if (document.visibilityState === 'hidden') return
      const variables = { key, from: from ?? null, to: to ?? null, last: last ?? null, counters }
      const { data } = await client.query(statistics, variables).toPromise()
      if (!abandoned && data?.seriesByKey) setRows(data.seriesByKey.statistics)
    }
    const soon = setTimeout(load, 150)
    const timer = setInterval(load, refreshEvery)
    return () => {
      abandoned = true
      clearTimeout(soon)
      clearInterval(timer)
    }
  }, [client, key, from, to, last, counters, revision])
  return rows
}
