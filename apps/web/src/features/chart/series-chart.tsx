'use client'
import { useRef, useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { ForecastFields } from '../../graphql/forecast.ts'
import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { laneMargin } from '../../ui/chart/lane-style.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { useWidth } from '../../ui/use-size.ts'
import { useMay } from '../access/use-may.ts'
import { SpanBands } from '../label/span-bands.tsx'
import { useLabels } from '../label/use-labels.ts'
import type { Snapshot } from '../point/live-window.ts'
import type { Range } from '../series/view.ts'
import { ChannelLane } from './channel-lane.tsx'
import { ChartTooltip } from './chart-tooltip.tsx'
import { lanesOf, type Sizes } from './lanes.ts'
import { readingInWords } from './reading-in-words.ts'
import { readAt } from './readout.ts'
import { stickySizes } from './sizes.ts'
import { type ReadBy, useChartPointer } from './use-chart-pointer.ts'

interface SeriesChartProps {
  readonly channels: readonly ChannelFields[]
  readonly split: boolean
  readonly time: Domain
  readonly snapshot: Snapshot
  readonly forecast: ForecastFields | null
  /** An earlier one, drawn over what came. */
  readonly past: ForecastFields | null
  readonly anomalies: readonly AnomalyFields[]
  readonly selected: string | null
  readonly hovered: number | null
  /** Said aloud where keys read. */
  readonly readBy: ReadBy
  readonly onHover: (at: number | null, by?: ReadBy) => void
  readonly onSelect: (anomaly: AnomalyFields) => void
  readonly onRange: (range: Range) => void
  readonly onFollow: () => void
}

const ignore = () => {}

/** The lanes of a series over one time axis, with a crosshair, and moved by dragging, wheel or keys. */
export function SeriesChart(props: SeriesChartProps) {
  const { channels, split, time, snapshot, forecast, past, anomalies, hovered } = props
  const surface = useRef<HTMLDivElement>(null)
  const width = useWidth(surface)
  const [known, setSizes] = useState<Sizes>(new Map())
  const sizes = stickySizes(known, channels, snapshot)
  if (sizes !== known) setSizes(sizes)
  const lanes = lanesOf(channels, split, sizes)
  const height = lanes.length === 1 ? 340 : Math.max(150, Math.round(420 / lanes.length))
  const plot = { left: laneMargin.left, right: Math.max(laneMargin.left + 1, width - laneMargin.right) }
  const { draft, setDraft } = useLabels()
  const onSpan = useMay('trainer') ? setDraft : ignore
  const pointer = useChartPointer({ ...props, surface, plot, step: stepOf(snapshot), span: draft, onSpan })

  const x = (at: number) => plot.left + ((plot.right - plot.left) * (at - time[0])) / (time[1] - time[0])
  const readout = hovered === null ? null : readAt(hovered, channels, snapshot, forecast, past)
  const near = readout ? anomalies.filter(it => Date.parse(it.at) === readout.at) : []

  return (
    <section
      aria-describedby="chart-keys"
      aria-label={t('chart.label')}
      className="relative touch-pan-y select-none rounded-md"
      data-testid="chart"
      ref={surface}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is read and moved by keys
      tabIndex={0}
      {...pointer}
    >
      <p className="sr-only" id="chart-keys">
        {t('chart.keys')}
      </p>
      <p aria-live="polite" className="sr-only" data-testid="reading">
        {readout && props.readBy === 'keys' && readingInWords(readout, near)}
      </p>
      {width > 0 &&
        lanes.map((lane, i) => (
          <ChannelLane
            anomalies={anomalies}
            forecast={forecast}
            height={height}
            key={lane.channels.map(channel => channel.name).join()}
            lane={lane}
            last={i === lanes.length - 1}
            past={past}
            selected={props.selected}
            snapshot={snapshot}
            time={time}
            width={width}
          />
        ))}
      {width > 0 && <SpanBands plot={plot} x={x} />}
      {readout && (
        <>
          <div
            className="pointer-events-none absolute top-5 bottom-9.5 w-px bg-ink-faint"
            style={{ left: Math.min(plot.right, Math.max(plot.left, x(readout.at))) }}
          />
          <ChartTooltip anomalies={near} left={x(readout.at)} readout={readout} width={width} />
        </>
      )}
      {width === 0 && <div style={{ height: height * lanes.length }} />}
    </section>
  )
}

/** Milliseconds between neighbouring points, for moving the crosshair by keys. */
function stepOf({ times }: Snapshot): number {
  const first = times[0]
  const last = times.at(-1)
  return first === undefined || last === undefined || times.length < 2 ? 1000 : (last - first) / (times.length - 1)
}
