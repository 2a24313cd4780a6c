'use client'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { describeError } from '../../graphql/fault.ts'
import { type OtherVersion, type PlottedVersion, versionPlot } from '../../graphql/plot.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Empty } from '../../ui/notice.tsx'
import { ComparisonPanel } from './comparison-panel.tsx'
import { TrainingPlot } from './training-plot.tsx'

interface PlotPageProps {
  readonly seriesKey: string
  /** Names of versions: the one that is shown, and the one it is compared with. */
  readonly version: string
  readonly beside: string | null
}

interface Found {
  readonly title: string
  readonly version: PlottedVersion
  readonly others: readonly OtherVersion[]
}

type State = Found | 'loading' | 'missing' | { readonly error: string }

/** What a version of a series learnt from, and how it does beside another. */
export function PlotPage({ seriesKey, version, beside }: PlotPageProps) {
  const state = usePlot(seriesKey, version)
  if (state === 'loading') return <div aria-busy="true" className="skeleton h-96" />
  if (state === 'missing' || 'error' in state)
    return (
      <div className="rounded-lg border border-line bg-surface">
        {state === 'missing' ? (
          <Empty page title={t('plot.missingTitle')}>
            {t('plot.missingText')}
          </Empty>
        ) : (
          <Empty page title={t('error.unreachableTitle')}>
            {state.error}
          </Empty>
        )}
      </div>
    )
  return (
    <div className="grid gap-3">
      <header className="flex flex-wrap items-baseline justify-between gap-2">
        <h1 className="font-semibold text-lg">
          {t('plot.title', { version: state.version.name, series: state.title })}
        </h1>
        <Link className="font-medium text-accent text-xs underline" href={`/series/${encodeURIComponent(seriesKey)}`}>
          {t('plot.toSeries')}
        </Link>
      </header>
      <TrainingPlot version={state.version} />
      <ComparisonPanel beside={beside} others={state.others} seriesKey={seriesKey} version={state.version} />
    </div>
  )
}

function usePlot(key: string, name: string): State {
  const { client } = useApi()
  const [state, setState] = useState<State>('loading')
  useEffect(() => {
    let abandoned = false
    void client
      .query(versionPlot, { key, name, scope: { series: key } })
      .toPromise()
      .then(({ data, error }) => {
        if (abandoned) return
        const series = data?.seriesByKey
        if (data && series?.version) {
          const { version } = series
          const others = data.versions.edges.map(({ node }) => node)
          setState({
            title: series.title ?? key,
            version,
            others: others.filter(({ id, role }) => id !== version.id && role === version.role),
          })
        } else if (error && error.graphQLErrors.length === 0) setState({ error: describeError(error) })
        else setState('missing')
      })
    return () => {
      abandoned = true
    }
  }, [client, key, name])
  return state
}
