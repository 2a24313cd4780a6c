'use client'
import { Axis, DataContext, XYChart } from '@visx/xychart'
import { memo, type ReactNode, useContext, useEffect, useId, useMemo } from 'react'
import { formatNumber } from '../number.ts'
import { formatTick } from '../time.ts'
import { chartTheme, laneMargin, timeLabel, upperLaneMargin, valueLabel } from './lane-style.ts'
import type { Scale } from './paths.ts'
import type { Domain } from './sticky-domain.ts'
import { ticks } from './ticks.ts'

export interface LaneScales {
  readonly x: Scale
  readonly y: Scale
  readonly top: number
  readonly bottom: number
}

interface LaneProps {
  readonly label: string
  readonly width: number
  readonly height: number
  readonly time: Domain
  readonly values: Domain
  readonly unit: string | null
  /** Whether this is the lowest lane, which carries the time axis. */
  readonly last: boolean
  /** Draws the marks, clipped to the plot. */
  readonly children: (scales: LaneScales) => ReactNode
}

/**
 * One plot of a time chart: xychart's scales and axes, and marks drawn as single paths. The domains are given
 * rather than derived from registered data, so that a new point costs one render and moves no axis by itself.
 */
export function Lane({ label, width, height, time, values, unit, last, children }: LaneProps) {
  const [from, to] = time
  const [low, high] = values
  const xScale = useMemo(() => ({ type: 'time' as const, domain: [new Date(from), new Date(to)] }), [from, to])
  const yScale = useMemo(() => ({ type: 'linear' as const, domain: [low, high], zero: false }), [low, high])
  const rows = ticks(low, high, Math.max(2, Math.floor(height / 48)))
  const columns = Math.max(2, Math.floor(width / 120))

  return (
    <XYChart
      accessibilityLabel={label}
      captureEvents={false}
      height={height}
      // A chart made anew has its size from the start; one that is resized learns it a render late, or never.
      key={`${width} ${height}`}
      margin={last ? laneMargin : upperLaneMargin}
      theme={chartTheme}
      width={width}
      xScale={xScale}
      yScale={yScale}
    >
      <Frame />
      <Axis
        hideAxisLine
        hideTicks
        orientation="left"
        tickLabelProps={valueLabel}
        tickFormat={value => formatNumber(Number(value), decimalsOf(rows.step))}
        tickValues={rows.values}
      />
      {last && (
        <Axis
          hideTicks
          numTicks={columns}
          orientation="bottom"
          stroke="var(--line-strong)"
          tickLabelProps={timeLabel}
          tickFormat={value => formatTick(Number(value), to - from)}
        />
      )}
      {unit !== null && (
        <text className="fill-ink-faint text-2xs" textAnchor="end" x={laneMargin.left - 8} y={12}>
          {unit}
        </text>
      )}
      <Marks rows={rows.values}>{children}</Marks>
    </XYChart>
  )
}

const decimalsOf = (step: number) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9))

const corner = [0]
const asDate = () => new Date(0)
const asZero = () => 0

/** xychart makes scales only once data is registered; this registers one datum and never changes it. */
const Frame = memo(function Frame() {
  const { registerData, unregisterData } = useContext(DataContext)
  useEffect(() => {
    registerData?.({ key: 'frame', data: corner, xAccessor: asDate, yAccessor: asZero })
    return () => unregisterData?.('frame')
  }, [registerData, unregisterData])
  return null
})

function Marks({ rows, children }: { rows: readonly number[]; children: LaneProps['children'] }) {
  const { dataRegistry, xScale, yScale, margin, innerWidth = 0, innerHeight = 0 } = useContext(DataContext)
  const clip = useId()
  if (!xScale || !yScale || !margin || dataRegistry?.keys().length === 0) return null
  const scales: LaneScales = {
    x: at => Number(xScale(at)),
    y: value => Number(yScale(value)),
    top: margin.top,
    bottom: margin.top + innerHeight,
  }
  return (
    <>
      <clipPath id={clip}>
        <rect height={innerHeight + 2} width={innerWidth} x={margin.left} y={margin.top - 1} />
      </clipPath>
      <path
        d={rows.map(value => `M${margin.left} ${scales.y(value).toFixed(1)}h${innerWidth}`).join('')}
        stroke="var(--line)"
      />
      <g clipPath={`url(#${clip})`}>{children(scales)}</g>
    </>
  )
}
