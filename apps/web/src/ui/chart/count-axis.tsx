import { formatExactCount } from '../number.ts'
import type { LaneScales } from './lane-scales.ts'
import { ticks } from './ticks.ts'

const pixelsEach = 64

/** What a plot counts from 1 on, whole numbers only, and what they are. */
export function CountAxis({ scales, most, title }: { scales: LaneScales; most: number; title: string }) {
  const { x, left, right, bottom } = scales
  const values = ticks(1, most, Math.max(2, (right - left) / pixelsEach)).values.filter(Number.isInteger)
  return (
    <g className="fill-ink-faint text-2xs tabular-nums">
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--line-strong)" />
      {values.map(count => (
        <text key={count} textAnchor="middle" x={x(count)} y={bottom + 15}>
          {formatExactCount(count)}
        </text>
      ))}
      <text textAnchor="end" x={right} y={bottom + 30}>
        {title}
      </text>
    </g>
  )
}
