import { type ReactNode, useId } from 'react'
import { type LaneScales, scalesOf } from './lane-scales.ts'
import { laneMargin, upperLaneMargin } from './lane-style.ts'
import type { Domain } from './sticky-domain.ts'
import { TimeAxis } from './time-axis.tsx'
import type { ValueTicks } from './value-ticks.ts'

interface LaneProps {
  readonly label: string
  readonly width: number
  readonly height: number
  readonly time: Domain
  readonly values: Domain
  readonly ticks: Pick<ValueTicks, 'values' | 'labels'>
  /** Names of what it shows, for whoever asks what is under a pointer. */
  readonly names: readonly string[]
  /** Stands over the plot and is cut off where it is longer. */
  readonly title: ReactNode
  /** Whether this is the lowest lane, which carries the time axis. */
  readonly last: boolean
  /** Draws what stands below the lowest lane in place of the time, where `time` counts something else. */
  readonly axis?: (scales: LaneScales) => ReactNode
  /** Draws the marks, clipped to the plot. */
  readonly children: (scales: LaneScales) => ReactNode
}

/**
 * One plot of a time chart with its axes, marks drawn as single paths. All it needs is given, so that a new point or
 * another width costs one render, nothing is ever blank in between, and no axis moves by itself.
 */
export function Lane({ label, width, height, time, values, ticks, names, title, last, axis, children }: LaneProps) {
  const clip = useId()
  const margin = last ? laneMargin : upperLaneMargin
  const scales = scalesOf(width, height, margin, time, values)
  const { left, right, top, bottom, y } = scales
  return (
    <div className="relative" data-lane={JSON.stringify(names)}>
      <div className="pointer-events-none absolute top-0 right-7 left-2 h-5 truncate text-2xs text-ink-soft">
        {title}
      </div>
      <svg aria-label={label} className="block overflow-visible" height={height} role="img" width={width}>
        <clipPath id={clip}>
          <rect height={bottom - top + 2} width={right - left} x={left} y={top - 1} />
        </clipPath>
        <path d={ticks.values.map(value => `M${left} ${y(value).toFixed(1)}H${right}`).join('')} stroke="var(--line)" />
        <g className="fill-ink-faint text-2xs tabular-nums" data-axis="value" textAnchor="end">
          {ticks.values.map((value, i) => (
            <text key={value} x={left - 8} y={y(value) + 3.5}>
              {ticks.labels[i]}
            </text>
          ))}
        </g>
        <g clipPath={`url(#${clip})`}>{children(scales)}</g>
        {last && (axis?.(scales) ?? <TimeAxis scales={scales} time={time} />)}
      </svg>
    </div>
  )
}
