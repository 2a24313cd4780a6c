'use client'
import { t } from '../../messages/message.ts'
import type { LaneScales } from '../../ui/chart/lane-scales.ts'
import { useNow } from '../../ui/clock.ts'
import { useConnection } from '../system/use-connection.ts'
import { isNow } from './is-now.ts'

interface NowLineProps {
  readonly at: number | null
  /** Milliseconds between points. */
  readonly interval: number
  readonly scales: LaneScales
}

/** Where what was observed ends and what is forecast begins. */
export function NowLine({ at, interval, scales }: NowLineProps) {
  const now = useNow()
  const { away } = useConnection()
  if (at === null) return null
  const x = scales.x(at)
  return (
    <g>
      <line stroke="var(--line-strong)" strokeDasharray="2 3" x1={x} x2={x} y1={scales.top} y2={scales.bottom} />
      <text
        className="fill-ink-faint text-2xs"
        paintOrder="stroke"
        stroke="var(--surface)"
        strokeWidth={3}
        textAnchor="end"
        x={x - 5}
        y={scales.top + 9}
      >
        {!away && isNow(at, interval, now) ? t('chart.now') : t('chart.lastPoint')}
      </text>
    </g>
  )
}
