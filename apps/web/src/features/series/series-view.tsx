'use client'
import { useState } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { RescoreOffer } from '../anomaly/rescore-offer.tsx'
import { ChartTabs } from './chart-tabs.tsx'
import { ModelsTab } from './models-tab.tsx'
import { SeriesHeader } from './series-header.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { TabBar } from './tab-bar.tsx'
import { hasChart, type Tab } from './tabs.ts'
import type { OneSeries } from './use-series.ts'
import { useView } from './use-view.ts'

/** An import tells of its progress many times a second. */
const reviseGap = 500

/** Everything about one series, live, a tab at a time. What is chosen on one tab holds on the others. */
export function SeriesView({ series, one, tab }: { series: SeriesFields; one: OneSeries; tab: Tab }) {
  const [view, change] = useView()
  const [revision, setRevision] = useState(0)
  const revise = useThrottled(() => {
    one.reload()
    setRevision(before => before + 1)
  }, reviseGap)
  useStream(statusChanged, { series: [series.key] }, revise)
  return (
    <>
      <SeriesHeader series={series} />
      <TabBar seriesKey={series.key} tab={tab} view={view} />
      <RescoreOffer key={series.key} revision={revision} series={series} />
      {hasChart(tab) && (
        <ChartTabs onChange={change} one={one} revision={revision} series={series} tab={tab} view={view} />
      )}
      {tab === 'models' && <ModelsTab seriesKey={series.key} />}
      {tab === 'settings' && <SettingsTab onChange={one.reload} revision={revision} series={series} />}
    </>
  )
}
