'use client'
import { useEffect, useEffectEvent, useRef } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { FleetTableRow } from './fleet-table-row.tsx'
import type { FleetState } from './use-fleet.ts'

/** A table on a wide page; on a narrow one each row becomes a card. More rows come as the end is reached. */
export function FleetTable({ state }: { state: FleetState }) {
  const end = useRef<HTMLDivElement>(null)
  const more = useEffectEvent(() => {
    if (state.more && !state.loading) state.loadMore()
  })
  useEffect(() => {
    const observer = new IntersectionObserver(entries => entries.some(it => it.isIntersecting) && more(), {
      rootMargin: '400px',
    })
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [])

  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table className="w-full max-lg:block lg:table-fixed">
        <caption className="sr-only">{t('fleet.title')}</caption>
        <thead className="text-left text-ink-faint text-xs max-lg:sr-only">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th className="w-[19%]" scope="col">
              {t('column.series')}
            </th>
            <th className="w-[11%]" scope="col">
              {t('column.state')}
            </th>
            <th className="w-41" scope="col">
              {t('column.recent')}
            </th>
            <th scope="col">{t('column.current')}</th>
            <th className="w-[15%]" scope="col">
              {t('column.anomalies')}
            </th>
            <th className="w-[13%]" scope="col">
              {t('column.source')}
            </th>
            <th className="w-20 text-right" scope="col">
              {t('column.points')}
            </th>
          </tr>
        </thead>
        <tbody className="max-lg:-mt-px max-lg:grid md:max-lg:grid-cols-2">
          {state.keys.map(key => (
            <FleetTableRow fleet={state.fleet} key={key} seriesKey={key} />
          ))}
          {state.keys.length === 0 && state.loading && <SkeletonRows />}
        </tbody>
      </table>
      <div ref={end} />
      {state.more && (
        <div className="border-line border-t p-3 text-center">
          <Button disabled={state.loading} onClick={state.loadMore}>
            {t('action.loadMore')}
          </Button>
        </div>
      )}
    </div>
  )
}

function SkeletonRows() {
  return [40, 32, 48, 36, 44, 30].map((width, i) => (
    <tr className="border-line border-t max-lg:block" key={width}>
      <td className="p-3" colSpan={7}>
        <div className="skeleton h-8" style={{ width: `${width + 2 * i + 40}%` }} />
      </td>
    </tr>
  ))
}
