'use client'
import { useEffect, useEffectEvent, useRef } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { type TableColumn, TableHead } from '../../ui/table-head.tsx'
import { FleetTableRow } from './fleet-table-row.tsx'
import type { FleetState } from './use-fleet.ts'

const columns: readonly TableColumn[] = [
  { title: t('column.series'), className: 'w-[17%]' },
  { title: t('column.state'), className: 'w-36' },
  { title: t('column.health'), className: 'w-26' },
  { title: t('column.recent'), className: 'w-41' },
  { title: t('column.current') },
  { title: t('column.anomalies'), className: 'w-30' },
  { title: t('column.source'), className: 'w-28 max-xl:hidden' },
  { title: t('column.points'), className: 'w-20 text-right' },
]

/** A table on a wide page; on a narrow one each row becomes a card. More rows come as the end is reached. */
export function FleetTable({ state }: { state: FleetState }) {
  const end = useRef<HTMLDivElement>(null)
  const more = useEffectEvent(() => {
    if (state.more && !state.loading && state.error === null) void state.loadMore()
  })
  // Begun anew once something was read: an end that stayed in sight meanwhile would not be told of again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loading` stands for what was read
  useEffect(() => {
    const observer = new IntersectionObserver(entries => entries.some(it => it.isIntersecting) && more(), {
      rootMargin: '400px',
    })
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [state.loading])

  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table className="w-full max-lg:block lg:table-fixed">
        <caption className="sr-only">{t('fleet.title')}</caption>
        <TableHead
          className="text-left text-ink-faint text-xs max-lg:sr-only"
          columns={columns}
          rowClassName="[&>th]:px-3 [&>th]:py-2"
        />
        <tbody className="max-lg:-mt-px max-lg:grid max-lg:grid-cols-1 min-[52rem]:max-lg:grid-cols-2">
          {state.keys.map(key => (
            <FleetTableRow fleet={state.fleet} key={key} seriesKey={key} />
          ))}
          {state.keys.length === 0 && state.loading && <SkeletonRows />}
        </tbody>
      </table>
      <div ref={end} />
      {state.more && (
        <div className="border-line border-t p-3 text-center">
          <Button onClick={() => void state.loadMore()}>{t('action.loadMore')}</Button>
        </div>
      )}
    </div>
  )
}

function SkeletonRows() {
  return [40, 32, 48, 36, 44, 30].map((width, i) => (
    <tr className="border-line border-t max-lg:block" key={width}>
      <td className="p-3" colSpan={columns.length}>
        <div className="skeleton h-8" style={{ width: `${width + 2 * i + 40}%` }} />
      </td>
    </tr>
  ))
}
