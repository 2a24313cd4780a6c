'use client'
import { memo, useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { ForecastFields } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'
import { Lane } from '../../ui/chart/lane.tsx'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { linePath } from '../../ui/chart/paths.ts'
import { type Domain, stickyDomain } from '../../ui/chart/sticky-domain.ts'
import { valueTicks } from '../../ui/chart/value-ticks.ts'
import { AnomalyMarks } from '../anomaly/anomaly-marks.tsx'
import { ForecastFan } from '../forecast/forecast-fan.tsx'
import { NowLine } from '../forecast/now-line.tsx'
import { PastForecast } from '../forecast/past-forecast.tsx'
import type { Snapshot } from '../point/live-window.ts'
import { ChannelLine } from './channel-line.tsx'
import { laneExtent } from './lane-extent.ts'
import { LaneTitle } from './lane-title.tsx'
import type { LaneChannels } from './lanes.ts'

interface ChannelLaneProps {
  readonly lane: LaneChannels
  readonly time: Domain
  readonly last: boolean
  readonly width: number
  readonly height: number
  readonly snapshot: Snapshot
  readonly forecast: ForecastFields | null
  readonly past: ForecastFields | null
  readonly anomalies: readonly AnomalyFields[]
  readonly selected: string | null
}

/** Channels that share an axis: what was observed, its rolling mean, what is forecast and what stood out. */
export const ChannelLane = memo(function ChannelLane(props: ChannelLaneProps) {
  const { lane, time, last, width, height, snapshot, forecast, past, anomalies, selected } = props
  const [domain, setDomain] = useState<Domain | null>(null)
  const values = stickyDomain(domain, laneExtent(lane, time, snapshot, [forecast, past]))
  if (values !== domain) setDomain(values)

  const names = new Set(lane.channels.map(channel => channel.name))
  const label = t('chart.lane', { channels: [...names].join(', ') })
  const axis = valueTicks(values, height)

  return (
    <Lane
      height={height}
      label={label}
      last={last}
      names={[...names]}
      ticks={axis}
      time={time}
      title={<LaneTitle axis={axis} lane={lane} />}
      values={values}
      width={width}
    >
      {scales => (
        <>
          {forecast && <ForecastFan channels={lane.channels} forecast={forecast} scales={scales} snapshot={snapshot} />}
          {lane.channels.map(channel => (
            <ChannelLine
              channel={channel}
              faint={snapshot.rollingMean !== null}
              key={channel.name}
              scales={scales}
              snapshot={snapshot}
            />
          ))}
          {past && <PastForecast channels={lane.channels} forecast={past} scales={scales} />}
          {snapshot.rollingMean &&
            lane.channels.map(({ name, position }) => (
              <path
                d={linePath(snapshot.times, snapshot.rollingMean?.[position] ?? [], scales.x, scales.y).line}
                fill="none"
                key={name}
                stroke={channelColor(position)}
                strokeLinejoin="round"
                strokeWidth={2.25}
              />
            ))}
          {forecast && <NowLine at={snapshot.times.at(-1) ?? null} interval={forecast.interval} scales={scales} />}
          <AnomalyMarks
            anomalies={anomalies.filter(it => names.has(it.channel.name))}
            scales={scales}
            selected={selected}
          />
        </>
      )}
    </Lane>
  )
})
