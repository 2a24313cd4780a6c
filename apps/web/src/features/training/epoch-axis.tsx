import type { LaneScales } from '../../ui/chart/lane-scales.ts'
import { ticks } from '../../ui/chart/ticks.ts'
import { formatExactCount } from '../../ui/number.ts'

const pixelsEach = 64

/** Passes below a plot, whole ones only, and what they are. */
export function EpochAxis({ scales, most, title }: { scales: LaneScales; most: number; title: string }) {
  const { x, left, right, bottom } = scales
  const values = ticks(1, most, Math.max(2, (right - left) / pixelsEach)).values.filter(Number.isInteger)
  return (
    <g className="fill-ink-faint text-2xs tabular-nums">
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--line-strong)" />
      {values.map(epoch => (
        <text key={epoch} textAnchor="middle" x={x(epoch)} y={bottom + 15}>
          {formatExactCount(epoch)}
        </text>
      ))}
      <text textAnchor="end" x={right} y={bottom + 30}>
        {title}
      </text>
    </g>
  )
}
