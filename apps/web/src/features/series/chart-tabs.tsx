'use client'
import { useMemo, useRef } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { Notice } from '../../ui/notice.tsx'
import { AccuracyPanel } from '../accuracy/accuracy-panel.tsx'
import { AnomalyTable } from '../anomaly/anomaly-table.tsx'
import { useAnomalies } from '../anomaly/use-anomalies.ts'
import { useStretch } from '../anomaly/use-stretch.ts'
import { WatchPanel } from '../anomaly/watch-panel.tsx'
import { ChartPanel } from '../chart/chart-panel.tsx'
import { around, chartTime } from '../chart/chart-time.ts'
import { shownChannels } from '../chart/lanes.ts'
import { ForecastPanel } from '../forecast/forecast-panel.tsx'
import { PastPanel } from '../forecast/past-panel.tsx'
import { useForecast } from '../forecast/use-forecast.ts'
import { usePastForecast } from '../forecast/use-past-forecast.ts'
import { LabelsPanel } from '../label/labels-panel.tsx'
import { useLivePoints } from '../point/use-live-points.ts'
import { windowOf } from '../point/window-query.ts'
import { useConnection } from '../system/use-connection.ts'
import { besideReadings, seenChannels } from './counters.ts'
import { StatisticsPanel } from './statistics-panel.tsx'
import type { Tab } from './tabs.ts'
import { useSelection } from './use-selection.ts'
import type { OneSeries } from './use-series.ts'
import { useSettled } from './use-settled.ts'
import type { View } from './view.ts'

/** After these, points are others, or are seen otherwise, as those of a channel that is said to count. */
const rereads = new Set<string>(['IMPORT_PROGRESSED', 'GENERATOR_RESET', 'POINTS_REMOVED', 'SERIES_UPDATED'])
/** A range that is being dragged is asked about once it rests. */
const settleAfter = 150

interface ChartTabsProps {
  readonly series: SeriesFields
  readonly one: OneSeries
  readonly tab: Tab
  readonly view: View
  readonly revision: number
  readonly onChange: (change: Partial<View>) => void
}

/** The live chart of a series, and beside it what a tab is about: figures, anomalies, or the forecast. */
export function ChartTabs({ series, one, tab, view, revision, onChange }: ChartTabsProps) {
  const { key } = series
  const { away } = useConnection()
  const chart = useRef<HTMLElement>(null)
  const newestStored = series.lastAt === null ? Number.NEGATIVE_INFINITY : Date.parse(series.lastAt)
  const points = useLivePoints(key, view.range, view.mean, view.counters, newestStored)
  const live = useForecast(key, view.forecaster, revision)
  const time = chartTime(view.range, points.snapshot, live.forecast?.times.at(-1) ?? null)

  const settled = useSettled(view.range, settleAfter)
  const stretch = useStretch(settled, time)
  const listed = stretch ?? (points.status === 'ready' ? 'ALL' : null)
  const shownNames = shownChannels(series.channels, view.channels).map(channel => channel.name)
  const partly = shownNames.length < series.channels.length
  // What was late or replaced has the points read again, and brings anomalies of its own.
  const marked = useAnomalies(key, stretch, partly ? shownNames : null, revision + points.loads)

  useStream(statusChanged, { series: [key] }, ({ statusChanged: { kind } }) => {
    if (rereads.has(kind)) points.reload()
  })

  const channels = useMemo(() => seenChannels(series.channels, view.counters), [series.channels, view.counters])
  const beside = useMemo(() => besideReadings(series.channels, view.counters), [series.channels, view.counters])
  const fan = useMemo(() => beside.forecast(live.forecast), [beside, live.forecast])
  const earlier = usePastForecast(view.past)
  const past = useMemo(() => beside.forecast(earlier), [beside, earlier])
  const drawn = useMemo(() => {
    const shown = beside.anomalies(marked.marked)
    return { ...marked, marked: shown, total: marked.total - marked.marked.length + shown.length }
  }, [beside, marked])

  const selection = useSelection({ channels: series.channels, view, time, chart, onChange })

  // biome-ignore lint/correctness/useExhaustiveDependencies: `loads` stands for the snapshot
  const statisticsWindow = useMemo(
    () => windowOf(view.range, points.snapshot.times.at(-1) ?? newestStored),
    [view.range, points.loads],
  )

  return (
    <div className={`grid items-start gap-3 ${tab === 'explore' ? '' : 'xl:grid-cols-[minmax(0,1fr)_19rem]'}`}>
      <div className="grid min-w-0 gap-3">
        {points.error && !away && <Notice>{points.error}</Notice>}
        <ChartPanel
          anomalies={drawn}
          forecast={fan}
          onChange={onChange}
          onSelect={selection.select}
          past={past}
          points={points}
          ref={chart}
          revision={revision}
          selected={selection.selected}
          series={{ ...series, channels }}
          time={time}
          view={view}
        />
        {tab === 'explore' && (
          <StatisticsPanel
            channels={channels}
            counters={view.counters}
            revision={revision}
            seriesKey={key}
            window={statisticsWindow}
          />
        )}
        {tab === 'anomalies' && (
          <AnomalyTable
            onSelect={selection.show}
            revision={revision}
            selected={selection.selected}
            seriesKey={key}
            stretch={listed}
          />
        )}
      </div>
      {tab === 'anomalies' && (
        <div className="grid grid-cols-1 gap-3">
          <WatchPanel error={one.saveError} onSave={one.save} saving={one.saving} series={series} />
          <LabelsPanel />
        </div>
      )}
      {tab === 'forecast' && (
        <div className="grid grid-cols-1 gap-3">
          <ForecastPanel
            busy={one.saving}
            error={one.saveError}
            forecaster={view.forecaster}
            live={live}
            onForecaster={forecaster => onChange({ forecaster })}
            onKeep={forecaster => {
              onChange({ forecaster: null })
              one.save({ forecaster })
            }}
            own={series.forecaster}
          />
          <PastPanel
            channel={shownNames[0]!}
            chosen={view.past}
            onChoose={chosen =>
              onChange({ past: chosen?.id ?? null, ...(chosen && { range: around(chosen.origin, view.range, time) }) })
            }
            seriesKey={key}
          />
          <AccuracyPanel key={key} series={key} />
        </div>
      )}
    </div>
  )
}
