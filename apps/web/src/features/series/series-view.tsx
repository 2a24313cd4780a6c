'use client'
import { useMemo, useRef, useState } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { Notice } from '../../ui/notice.tsx'
import { useThrottled } from '../../ui/use-throttled.ts'
import { AnomalyTable } from '../anomaly/anomaly-table.tsx'
import { useAnomalies } from '../anomaly/use-anomalies.ts'
import { useStretch } from '../anomaly/use-stretch.ts'
import { ChartPanel } from '../chart/chart-panel.tsx'
import { chartTime } from '../chart/chart-time.ts'
import { shownChannels } from '../chart/lanes.ts'
import { useForecast } from '../forecast/use-forecast.ts'
import { GeneratorPanel } from '../generator/generator-panel.tsx'
import { useLivePoints } from '../point/use-live-points.ts'
import { windowOf } from '../point/window-query.ts'
import { useConnection } from '../system/use-connection.ts'
import { besideReadings, seenChannels } from './counters.ts'
import { SeriesHeader } from './series-header.tsx'
import { SpeakersPanel } from './speakers-panel.tsx'
import { StatisticsPanel } from './statistics-panel.tsx'
import { useSelection } from './use-selection.ts'
import type { OneSeries } from './use-series.ts'
import { useSettled } from './use-settled.ts'
import { useView } from './use-view.ts'

/** An import tells of its progress many times a second. */
const reviseGap = 500
/** After these, points are others, or are seen otherwise, as those of a channel that is said to count. */
const rereads = new Set<string>(['IMPORT_PROGRESSED', 'GENERATOR_RESET', 'POINTS_REMOVED', 'SERIES_UPDATED'])
/** A range that is being dragged is asked about once it rests. */
const settleAfter = 150

/** Everything about one series, live. */
export function SeriesView({ series, one }: { series: SeriesFields; one: OneSeries }) {
  const { key } = series
  const [view, change] = useView()
  const { away } = useConnection()
  const [revision, setRevision] = useState(0)
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

  const revise = useThrottled(() => {
    one.reload()
    setRevision(before => before + 1)
  }, reviseGap)
  useStream(statusChanged, { series: [key] }, ({ statusChanged: { kind } }) => {
    if (rereads.has(kind)) points.reload()
    revise()
  })

  const channels = useMemo(() => seenChannels(series.channels, view.counters), [series.channels, view.counters])
  const beside = useMemo(() => besideReadings(series.channels, view.counters), [series.channels, view.counters])
  const fan = useMemo(() => beside.forecast(live.forecast), [beside, live.forecast])
  const drawn = useMemo(() => {
    const shown = beside.anomalies(marked.marked)
    return { ...marked, marked: shown, total: marked.total - marked.marked.length + shown.length }
  }, [beside, marked])

  const selection = useSelection({ channels: series.channels, view, time, chart, onChange: change })

  // biome-ignore lint/correctness/useExhaustiveDependencies: `loads` stands for the snapshot
  const statisticsWindow = useMemo(
    () => windowOf(view.range, points.snapshot.times.at(-1) ?? newestStored),
    [view.range, points.loads],
  )

  return (
    <>
      <SeriesHeader onChange={one.reload} series={series} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="grid min-w-0 gap-3">
          {points.error && !away && <Notice>{points.error}</Notice>}
          <ChartPanel
            anomalies={drawn}
            forecast={fan}
            onChange={change}
            onSelect={selection.select}
            points={points}
            ref={chart}
            revision={revision}
            selected={selection.selected}
            series={{ ...series, channels }}
            time={time}
            view={view}
          />
          <StatisticsPanel
            channels={channels}
            counters={view.counters}
            revision={revision}
            seriesKey={key}
            window={statisticsWindow}
          />
          <AnomalyTable
            onSelect={selection.show}
            revision={revision}
            selected={selection.selected}
            seriesKey={key}
            stretch={listed}
          />
        </div>
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-[repeat(auto-fit,minmax(18rem,1fr))] xl:grid-cols-1">
          <SpeakersPanel
            live={live}
            forecaster={view.forecaster}
            onChange={change}
            one={one}
            revision={revision}
            series={series}
          />
          {series.generator !== null && (
            <GeneratorPanel name={series.title ?? key} revision={revision} seriesKey={key} />
          )}
        </div>
      </div>
    </>
  )
}
