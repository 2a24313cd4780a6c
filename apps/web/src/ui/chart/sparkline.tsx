import { extent } from './columns.ts'
import { linePath } from './paths.ts'

interface SparklineProps {
  readonly times: readonly number[]
  readonly values: readonly number[]
  readonly color: string
  readonly width: number
  readonly height: number
}

/** A line without axes, scaled to itself. Decorative: what it shows is said in words beside it. */
export function Sparkline({ times, values, color, width, height }: SparklineProps) {
  const range = extent([values])
  const first = times[0]
  const last = times.at(-1)
  if (!range || first === undefined || last === undefined)
    return <svg aria-hidden="true" height={height} width={width} />
  const [low, high] = range[0] === range[1] ? [range[0] - 1, range[1] + 1] : range
  const inset = 2
  const x = (at: number) => inset + ((width - 2 * inset) * (at - first)) / (last - first || 1)
  const y = (value: number) => height - inset - ((height - 2 * inset) * (value - low)) / (high - low)
  const end = values.at(-1)!
  const { line, dots } = linePath(times, values, x, y)
  return (
    <svg aria-hidden="true" height={height} viewBox={`0 0 ${width} ${height}`} width={width}>
      <path d={line} fill="none" stroke={color} strokeLinejoin="round" strokeWidth="1.25" />
      <path d={dots} stroke={color} strokeLinecap="round" strokeWidth="2.5" />
      {Number.isFinite(end) && <circle cx={x(last)} cy={y(end)} fill={color} r="2" />}
    </svg>
  )
}
