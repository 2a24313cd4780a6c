'use client'
import Link from 'next/link'
import { useSelectedLayoutSegment } from 'next/navigation'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/notice.tsx'
import { TargetContext } from '../access/use-may.ts'
import { LabelsProvider } from '../label/labels-provider.tsx'
import { useConnection } from '../system/use-connection.ts'
import { SeriesDeleted } from './series-deleted.tsx'
import { SeriesView } from './series-view.tsx'
import { tabNamed } from './tabs.ts'
import { useSeries } from './use-series.ts'

/** One series, or why it cannot be shown. */
export function SeriesPage({ seriesKey }: { seriesKey: string }) {
  const one = useSeries(seriesKey)
  const tab = tabNamed(useSelectedLayoutSegment())
  const { state } = one
  const { away } = useConnection()
  if (state.status === 'ready')
    return (
      <TargetContext value={state.series}>
        <LabelsProvider seriesKey={seriesKey}>
          <SeriesView one={one} series={state.series} tab={tab} />
        </LabelsProvider>
      </TargetContext>
    )
  if (state.status === 'loading') return <SeriesSkeleton />
  if (state.status === 'deleted') return <SeriesDeleted deleted={state.deleted} onChange={one.reload} />
  return (
    <div className="rounded-lg border border-line bg-surface">
      {state.status === 'missing' ? (
        <Empty page title={t('series.missingTitle', { key: seriesKey })}>
          <p>{t('series.missingText')}</p>
          <Link className="font-medium text-accent underline" href="/series">
            {t('fleet.back')}
          </Link>
        </Empty>
      ) : (
        <Empty page title={t('error.unreachableTitle')}>
          {!away && <p>{state.message}</p>}
          <Button onClick={one.reload}>{t('action.retry')}</Button>
        </Empty>
      )}
    </div>
  )
}

function SeriesSkeleton() {
  return (
    <div aria-busy="true">
      <h1 className="sr-only">{t('state.loading')}</h1>
      <div className="skeleton mb-4 h-7 w-64" />
      <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="skeleton h-[30rem]" />
        <div className="skeleton h-64" />
      </div>
    </div>
  )
}
