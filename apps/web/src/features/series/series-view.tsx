'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { SeriesFields } from '../../graphql/series.ts'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { Notice } from '../../ui/notice.tsx'
import { useThrottled } from '../../ui/use-throttled.ts'
import { AnomalyTable } from '../anomaly/anomaly-table.tsx'
import { useAnomalies } from '../anomaly/use-anomalies.ts'
import { ChartPanel } from '../chart/chart-panel.tsx'
import { chartTime } from '../chart/chart-time.ts'
import { useForecast } from '../forecast/use-forecast.ts'
import { GeneratorPanel } from '../generator/generator-panel.tsx'
import { useLivePoints } from '../point/use-live-points.ts'
import { windowOf } from '../point/window-query.ts'
import { SeriesHeader } from './series-header.tsx'
import { SpeakersPanel } from './speakers-panel.tsx'
import { StatisticsPanel } from './statistics-panel.tsx'
import type { OneSeries } from './use-series.ts'
import { useView } from './use-view.ts'

/** An import tells of its progress many times a second. */
const reviseGap = 500

/** Everything about one series, live. */
export function SeriesView({ series, one }: { series: SeriesFields; one: OneSeries }) {
  const { key } = series
  const [view, change] = useView()
  const [revision, setRevision] = useState(0)
  const [selected, setSelected] = useState<string | null>(null)
  const newestStored = series.lastAt === null ? Number.NEGATIVE_INFINITY : Date.parse(series.lastAt)
  const points = useLivePoints(key, view.range, view.mean, newestStored)
  const live = useForecast(key, view.forecaster, revision)
  const time = chartTime(view.range, points.snapshot, live.forecast?.times.at(-1) ?? null)

  // Read when the points were, not with each new one: those bring their anomalies along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loads` stands for the snapshot
  const stretch = useMemo(() => {
    const from = points.snapshot.times[0]
    if (from === undefined) return null
    return [from, view.range.kind === 'between' ? points.snapshot.times.at(-1)! : Date.now()] as const
  }, [points.loads])
  const anomalies = useAnomalies(key, stretch, view.range.kind !== 'between', revision)

  const revise = useThrottled(() => {
    one.reload()
    setRevision(before => before + 1)
  }, reviseGap)
  useStream(statusChanged, { series: [key] }, ({ statusChanged: { kind } }) => {
    if (kind === 'IMPORT_PROGRESSED' || kind === 'GENERATOR_RESET' || kind === 'POINTS_REMOVED') points.reload()
    revise()
  })

  const shown = useRef(time)
  useEffect(() => {
    shown.current = time
  })
  const show = useCallback(
    (anomaly: AnomalyFields) => {
      setSelected(anomaly.id)
      const at = Date.parse(anomaly.at)
      const [from, to] = shown.current ?? [at, at]
      if (at >= from && at <= to) return
      const half = (to - from) / 2
      change({ range: { kind: 'between', from: Math.floor(at - half), to: Math.ceil(at + half) } })
    },
    [change],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: `loads` stands for the snapshot
  const statisticsWindow = useMemo(
    () => windowOf(view.range, points.snapshot.times.at(-1) ?? newestStored),
    [view.range, points.loads],
  )

  return (
    <>
      <SeriesHeader series={series} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="grid min-w-0 gap-3">
          {points.error && <Notice>{points.error}</Notice>}
          <ChartPanel
            anomalies={anomalies}
            forecast={live.forecast}
            onChange={change}
            points={points}
            revision={revision}
            selected={selected}
            series={series}
            time={time}
            view={view}
          />
          <StatisticsPanel channels={series.channels} revision={revision} seriesKey={key} window={statisticsWindow} />
          <AnomalyTable onSelect={show} revision={revision} selected={selected} seriesKey={key} />
        </div>
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-1">
          <SpeakersPanel
            live={live}
            forecaster={view.forecaster}
            onChange={change}
            one={one}
            revision={revision}
            series={series}
          />
          <GeneratorPanel revision={revision} seriesKey={key} />
        </div>
      </div>
    </>
  )
}
