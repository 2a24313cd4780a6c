import type { LaneScales } from './lane-scales.ts'
import { laneMargin } from './lane-style.ts'
import type { Domain } from './sticky-domain.ts'
import { timeTicks } from './time-ticks.ts'

const pixelsEach = 96
/** About as wide as a character of a label is. */
const pixelsPerCharacter = 6.5

/** The time axis: a line of labels, and below it the day or year they lie in where that changes. */
export function TimeAxis({ scales, time: [from, to] }: { scales: LaneScales; time: Domain }) {
  const { x, left, right, bottom } = scales
  const ticks = timeTicks(from, to, Math.max(2, Math.floor((right - left) / pixelsEach)))
  // One at the edge moves inwards rather than out of the chart.
  const inside = (at: number, text: string) => {
    const half = (text.length * pixelsPerCharacter) / 2
    return Math.max(half, Math.min(x(at), right + laneMargin.right - half))
  }
  return (
    <g className="fill-ink-faint text-2xs tabular-nums" data-axis="time">
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--line-strong)" />
      {ticks.map(({ at, label, context }) => (
        <text key={at} textAnchor="middle" y={bottom + 15}>
          <tspan x={inside(at, label)}>{label}</tspan>
          {context !== null && (
            <tspan className="fill-ink-soft" dy={14} x={inside(at, context)}>
              {context}
            </tspan>
          )}
        </text>
      ))}
    </g>
  )
}
