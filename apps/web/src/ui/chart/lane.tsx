import { type ReactNode, useId } from 'react'
import { laneMargin, upperLaneMargin } from './lane-style.ts'
import type { Scale } from './paths.ts'
import type { Domain } from './sticky-domain.ts'
import { TimeAxis } from './time-axis.tsx'
import type { ValueTicks } from './value-ticks.ts'

export interface LaneScales {
  readonly x: Scale
  readonly y: Scale
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

interface LaneProps {
  readonly label: string
  readonly width: number
  readonly height: number
  readonly time: Domain
  readonly values: Domain
  readonly ticks: ValueTicks
  /** Stands over the plot and is cut off where it is longer. */
  readonly title: ReactNode
  /** Whether this is the lowest lane, which carries the time axis. */
  readonly last: boolean
  /** Draws the marks, clipped to the plot. */
  readonly children: (scales: LaneScales) => ReactNode
}

/**
 * One plot of a time chart with its axes, marks drawn as single paths. All it needs is given, so that a new point or
 * another width costs one render, nothing is ever blank in between, and no axis moves by itself.
 */
export function Lane({ label, width, height, time, values, ticks, title, last, children }: LaneProps) {
  const clip = useId()
  const margin = last ? laneMargin : upperLaneMargin
  const scales = scalesOf(width, height, margin, time, values)
  const { left, right, top, bottom, y } = scales
  return (
    <div className="relative">
      <div className="pointer-events-none absolute top-0 right-7 left-2 h-5 truncate text-2xs text-ink-soft">{title}</div>
      <svg aria-label={label} className="block overflow-visible" height={height} role="img" width={width}>
        <clipPath id={clip}>
          <rect height={bottom - top + 2} width={right - left} x={left} y={top - 1} />
        </clipPath>
        <path
          d={ticks.values.map(value => `M${left} ${y(value).toFixed(1)}H${right}`).join('')}
          stroke="var(--line)"
        />
        <g className="fill-ink-faint text-2xs tabular-nums" data-axis="value" textAnchor="end">
          {ticks.values.map((value, i) => (
            <text key={value} x={left - 8} y={y(value) + 3.5}>
              {ticks.labels[i]}
            </text>
          ))}
        </g>
        <g clipPath={`url(#${clip})`}>{children(scales)}</g>
        {last && <TimeAxis scales={scales} time={time} />}
      </svg>
    </div>
  )
}

function scalesOf(
  width: number,
  height: number,
  margin: typeof laneMargin,
  [from, to]: Domain,
  [low, high]: Domain,
): LaneScales {
  const [left, right] = [margin.left, Math.max(margin.left + 1, width - margin.right)]
  const [top, bottom] = [margin.top, height - margin.bottom]
  // Halves, since the whole span of the greatest numbers is none.
  const half = high / 2 - low / 2 || 1
  return {
    x: at => left + ((right - left) * (at - from)) / (to - from || 1),
    y: value => bottom - ((bottom - top) * (value / 2 - low / 2)) / half,
    left,
    right,
    top,
    bottom,
  }
}
