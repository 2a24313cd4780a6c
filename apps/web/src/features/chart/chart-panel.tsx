'use client'
import { type Ref, useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { ForecastFields } from '../../graphql/forecast.ts'
import type { SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { ContextStrip } from '../../ui/chart/context-strip.tsx'
import { channelColor } from '../../ui/chart/lane-style.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { Empty } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { SelectedAnomaly } from '../anomaly/selected-anomaly.tsx'
import type { MarkedAnomalies } from '../anomaly/use-anomalies.ts'
import { SpanForm } from '../label/span-form.tsx'
import type { LivePoints } from '../point/use-live-points.ts'
import { useOverview } from '../point/use-overview.ts'
import { defaultView, type Range, type View } from '../series/view.ts'
import { ChartKey } from './chart-key.tsx'
import { within } from './chart-time.ts'
import { shownChannels } from './lanes.ts'
import { Legend } from './legend.tsx'
import { RangeBar } from './range-bar.tsx'
import { readAt } from './readout.ts'
import { SeriesChart } from './series-chart.tsx'
import type { ReadBy } from './use-chart-pointer.ts'
import { ViewOptions } from './view-options.tsx'

interface ChartPanelProps {
  readonly series: SeriesFields
  readonly view: View
  readonly time: Domain | null
  readonly points: LivePoints
  readonly forecast: ForecastFields | null
  /** An earlier one, drawn over what came. */
  readonly past: ForecastFields | null
  readonly anomalies: MarkedAnomalies
  readonly selected: AnomalyFields | null
  readonly revision: number
  readonly onChange: (change: Partial<View>) => void
  readonly onSelect: (anomaly: AnomalyFields | null) => void
  readonly ref: Ref<HTMLElement>
}

/** The chart with its controls, legend and context strip. */
export function ChartPanel(props: ChartPanelProps) {
  const { series, view, time, points, forecast, past, anomalies, selected, revision, onChange, onSelect } = props
  const [hovered, setHovered] = useState<{ at: number; by: ReadBy } | null>(null)
  const overview = useOverview(series.key, view.counters, revision)
  const shown = shownChannels(series.channels, view.channels)
  const history: Domain | null =
    overview.times.length > 0 ? [overview.times[0]!, Math.max(overview.times.at(-1)!, time?.[1] ?? 0)] : null
  const setRange = (range: Range) => onChange({ range: within(range, history) })
  const { marked, total } = anomalies
  const drawn = selected && !marked.some(it => it.id === selected.id) ? [...marked, selected] : marked
  const empty = points.status === 'ready' && points.snapshot.times.length === 0

  return (
    <section
      aria-label={t('chart.title')}
      className="min-w-0 scroll-my-3 rounded-lg border border-line bg-surface px-3.5 py-3"
      ref={props.ref}
    >
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <RangeBar onRange={setRange} range={view.range} time={time} />
        <ViewOptions channels={series.channels} onChange={onChange} view={view} />
      </div>
      <Legend
        channels={series.channels}
        onShown={channels => onChange({ channels })}
        readout={hovered === null ? null : readAt(hovered.at, series.channels, points.snapshot, forecast)}
        shown={shown}
        snapshot={points.snapshot}
      />
      {points.status === 'loading' && <div className="skeleton my-2 h-80" />}
      {empty && series.pointCount === 0 && <Empty title={t('chart.emptyTitle')}>{t('chart.emptyText')}</Empty>}
      {empty && series.pointCount > 0 && <Empty title={t('chart.gapTitle')}>{t('chart.gapText')}</Empty>}
      {points.status === 'ready' && !empty && time && (
        <div className="-mx-2 mt-1">
          <SeriesChart
            anomalies={drawn}
            channels={shown}
            forecast={forecast}
            hovered={hovered?.at ?? null}
            onFollow={() => onChange({ range: defaultView.range })}
            onHover={(at, by = 'pointer') => setHovered(at === null ? null : { at, by })}
            onRange={setRange}
            onSelect={onSelect}
            past={past}
            readBy={hovered?.by ?? 'pointer'}
            selected={selected?.id ?? null}
            snapshot={points.snapshot}
            split={view.split}
            time={time}
          />
        </div>
      )}
      {time && overview.times.length > 1 && (
        <div className="-mx-2 mt-1">
          <ContextStrip
            color={channelColor(shown[0]!.position)}
            columns={overview}
            onBrush={([from, to]) => setRange({ kind: 'between', from, to })}
            position={shown[0]!.position}
            shown={time}
          />
        </div>
      )}
      <footer className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-ink-faint text-xs">
        {!empty && <ChartKey forecast={forecast} mean={view.mean} past={past} />}
        {total > marked.length && (
          <span>{t('chart.marked', { shown: formatExactCount(marked.length), total: formatExactCount(total) })}</span>
        )}
        {points.downsampled && <span>{t('chart.downsampled', { total: formatExactCount(points.total) })}</span>}
      </footer>
      <SpanForm channels={series.channels} />
      {selected && <SelectedAnomaly anomaly={selected} onClose={() => onSelect(null)} seriesKey={series.key} />}
    </section>
  )
}
