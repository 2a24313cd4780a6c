import type { LaneScales } from './lane-scales.ts'
import { linePath } from './paths.ts'

/** A line of a plot that several share: told apart by its colour, and by its dashes. */
export interface Line {
  readonly name: string
  readonly color: string
  readonly dash?: string
  /** One value for each place on the axis, NaN where there is none. */
  readonly values: readonly number[]
}

interface LinesProps {
  /** Where the values are on the axis, ascending. */
  readonly times: readonly number[]
  readonly lines: readonly Line[]
  readonly scales: LaneScales
}

/** Lines over the same places; a value without neighbours is a dot. */
export function Lines({ times, lines, scales: { x, y } }: LinesProps) {
  return lines.map(({ name, color, dash, values }) => {
    const { line, dots } = linePath(times, values, x, y)
    const stroke = { fill: 'none', stroke: color, strokeLinejoin: 'round', strokeWidth: 1.5 } as const
    return (
      <g data-line={name} key={name}>
        <path d={line} strokeDasharray={dash} {...stroke} />
        <path d={dots} {...stroke} strokeLinecap="round" strokeWidth={4} />
      </g>
    )
  })
}

/** Which line is which. */
export function LineKey({ lines }: { lines: readonly Line[] }) {
  return (
    <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-xs">
      {lines.map(({ name, color, dash }) => (
        <span className="inline-flex items-center gap-1.5" key={name}>
          <svg aria-hidden="true" height="4" width="20">
            <path d="M0 2h20" stroke={color} strokeDasharray={dash} strokeWidth="2" />
          </svg>
          {name}
        </span>
      ))}
    </figcaption>
  )
}
