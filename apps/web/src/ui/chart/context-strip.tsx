'use client'
import { memo, useRef } from 'react'
import { t } from '../../messages/message.ts'
import { formatInstant } from '../time.ts'
import { useWidth } from '../use-size.ts'
import type { Columns } from './columns.ts'
import { extent } from './columns.ts'
import { laneMargin } from './lane-style.ts'
import { linePath } from './paths.ts'
import type { Domain } from './sticky-domain.ts'
import { type BrushEdge, useBrush } from './use-brush.ts'

interface ContextStripProps {
  readonly columns: Columns
  readonly position: number
  readonly color: string
  /** The stretch the chart above shows. */
  readonly shown: Domain
  readonly onBrush: (domain: Domain) => void
}

const height = 44

/** The whole history in one line, and over it the part the chart shows: drag it, its edges, or a new one. */
export function ContextStrip({ columns, position, color, shown, onBrush }: ContextStripProps) {
  const surface = useRef<HTMLDivElement>(null)
  const width = useWidth(surface)
  const first = Math.min(columns.times[0] ?? shown[0], shown[0])
  const last = Math.max(columns.times.at(-1) ?? shown[1], shown[1])
  const plot = { left: laneMargin.left, right: Math.max(laneMargin.left + 1, width - laneMargin.right) }
  const x = (at: number) => plot.left + ((plot.right - plot.left) * (at - first)) / (last - first || 1)
  const brush = useBrush({ surface, plot, history: [first, last], shown, onBrush })
  const [left, right] = [x(shown[0]), Math.max(x(shown[1]), x(shown[0]) + 2)]

  return (
    <div className="relative touch-none select-none" ref={surface} style={{ height }} {...brush.surface}>
      {width > 0 && (
        <History
          color={color}
          columns={columns}
          first={first}
          last={last}
          left={plot.left}
          position={position}
          right={plot.right}
          width={width}
        />
      )}
      {width > 0 && (
        <>
          <div
            className="pointer-events-none absolute inset-y-0 bg-surface/70"
            style={{ left: plot.left, width: Math.max(0, left - plot.left) }}
          />
          <div
            className="pointer-events-none absolute inset-y-0 bg-surface/70"
            style={{ left: right, width: Math.max(0, plot.right - right) }}
          />
          <div
            className="absolute inset-y-0 cursor-grab border-accent border-y bg-accent/10 active:cursor-grabbing"
            style={{ left, width: right - left }}
            {...brush.body}
          />
          <Handle
            at={left}
            edge="from"
            label={t('brush.from')}
            range={[first, shown[1]]}
            value={shown[0]}
            {...brush.edge('from')}
          />
          <Handle
            at={right}
            edge="to"
            label={t('brush.to')}
            range={[shown[0], last]}
            value={shown[1]}
            {...brush.edge('to')}
          />
        </>
      )}
    </div>
  )
}

interface HandleProps extends ReturnType<ReturnType<typeof useBrush>['edge']> {
  readonly at: number
  readonly edge: BrushEdge
  readonly label: string
  readonly range: Domain
  readonly value: number
}

function Handle({ at, edge, label, range, value, ...events }: HandleProps) {
  return (
    <div
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemax={Math.round(range[1])}
      aria-valuemin={Math.round(range[0])}
      aria-valuenow={Math.round(value)}
      aria-valuetext={formatInstant(value)}
      className="absolute inset-y-0 flex w-4 cursor-ew-resize items-center justify-center"
      data-edge={edge}
      role="slider"
      style={{ left: at - 8 }}
      tabIndex={0}
      {...events}
    >
      <span className="h-5 w-1.5 rounded-full bg-accent" />
    </div>
  )
}

interface HistoryProps {
  readonly columns: Columns
  readonly position: number
  readonly color: string
  readonly first: number
  readonly last: number
  readonly left: number
  readonly right: number
  readonly width: number
}

const History = memo(function History({ columns, position, color, first, last, left, right, width }: HistoryProps) {
  const values = columns.values[position] ?? []
  const [low, high] = extent([values]) ?? [0, 1]
  const x = (at: number) => left + ((right - left) * (at - first)) / (last - first || 1)
  const y = (value: number) => height - 5 - ((height - 10) * (value - low)) / (high - low || 1)
  const { line, dots } = linePath(columns.times, values, x, y)
  return (
    <svg aria-hidden="true" height={height} width={width}>
      <rect className="fill-sunken" height={height} rx="3" width={right - left} x={left} />
      <path d={line} fill="none" stroke={color} strokeWidth="1" />
      <path d={dots} stroke={color} strokeLinecap="round" strokeWidth="2.5" />
    </svg>
  )
})
