'use client'
import { memo } from 'react'
import type { ForecasterKind } from '../../graphql/forecast.ts'
import type { SeriesFields } from '../../graphql/series.ts'
import { Notice } from '../../ui/notice.tsx'
import { AlarmRulesForm } from '../anomaly/alarm-rules.tsx'
import { DetectorChoice } from '../anomaly/detector-choice.tsx'
import { RescoreOffer } from '../anomaly/rescore-offer.tsx'
import { ForecastPanel } from '../forecast/forecast-panel.tsx'
import type { LiveForecast } from '../forecast/use-forecast.ts'
import type { OneSeries } from './use-series.ts'
import type { View } from './view.ts'

interface SpeakersPanelProps {
  readonly series: SeriesFields
  readonly live: LiveForecast
  readonly revision: number
  /** The forecaster looked at. */
  readonly forecaster: ForecasterKind | null
  readonly one: Pick<OneSeries, 'save' | 'saving' | 'saveError'>
  readonly onChange: (change: Partial<View>) => void
}

/** Who forecasts and who judges: to look at another forecaster is the view's, to keep one is the series'. */
export const SpeakersPanel = memo(function SpeakersPanel({
  series,
  live,
  revision,
  forecaster,
  one,
  onChange,
}: SpeakersPanelProps) {
  const keep = (kept: ForecasterKind | null) => {
    onChange({ forecaster: null })
    one.save({ forecaster: kept })
  }
  return (
    <ForecastPanel
      busy={one.saving}
      live={live}
      forecaster={forecaster}
      onKeep={keep}
      onForecaster={chosen => onChange({ forecaster: chosen })}
      own={series.forecaster}
    >
      <DetectorChoice detector={series.detector} disabled={one.saving} onChoose={detector => one.save({ detector })} />
      <AlarmRulesForm
        disabled={one.saving}
        onSave={alarmRules => one.save({ alarmRules })}
        rules={series.alarmRules}
        unit={series.channels.length === 1 ? (series.channels[0]!.rateUnit ?? series.channels[0]!.unit) : null}
      />
      <RescoreOffer key={series.key} revision={revision} series={series} />
      {one.saveError && (
        <div className="mt-2">
          <Notice>{one.saveError}</Notice>
        </div>
      )}
    </ForecastPanel>
  )
})
