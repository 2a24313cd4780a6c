import type { LaneScales } from './lane-scales.ts'
import type { Domain } from './sticky-domain.ts'
import { timeTicks } from './time-ticks.ts'

const pixelsEach = 96
/** The time axis: a line of labels, and below it the day or year they lie in where that changes. */
export function TimeAxis({ scales, time: [from, to] }: { scales: LaneScales; time: Domain }) {
  const { x, left, right, bottom } = scales
  const ticks = timeTicks(from, to, Math.max(2, Math.floor((right - left) / pixelsEach)))
  return (
    <g className="fill-ink-faint text-2xs tabular-nums" data-axis="time">
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--line-strong)" />
      {ticks.map(({ at, label, context }) => {
        const place = x(at)
        return (
          <text key={at} textAnchor="middle" y={bottom + 15}>
            <tspan x={place}>{label}</tspan>
            {context !== null && (
              <tspan className="fill-ink-soft" dy={14} x={place}>
                {context}
              </tspan>
            )}
          </text>
        )
      })}
    </g>
  )
}
