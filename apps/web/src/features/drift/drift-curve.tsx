import type { DriftHistory } from '../../graphql/drift.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { linePath } from '../../ui/chart/paths.ts'

interface DriftCurveProps {
  /** null until it was read. */
  readonly history: DriftHistory | null
  readonly channel: number
  readonly width: number
  readonly height: number
}

/** PSI of a channel over time, from 0 up, and the limit as a broken line. Decorative: the figures stand beside it. */
export function DriftCurve({ history, channel, width, height }: DriftCurveProps) {
  const own = history?.channels.find(one => one.channel.position === channel)
  const times = history?.times ?? []
  const [first, last] = [times[0], times.at(-1)]
  if (!own || first === undefined || last === undefined) return <svg aria-hidden="true" height={height} width={width} />
  const values = own.psi.map(value => value ?? Number.NaN)
  const limits = own.limits.map(value => value ?? Number.NaN)
  const most = 1.1 * Math.max(...values.filter(Number.isFinite), ...limits.filter(Number.isFinite), 0)
  const inset = 2
  const x = (at: number) => inset + (width - 2 * inset) * (last === first ? 1 : (at - first) / (last - first))
  const y = (value: number) => height - inset - ((height - 2 * inset) * value) / most
  const { line, dots } = linePath(times, values, x, y)
  const end = values.at(-1)!
  const limit = limits.findLast(Number.isFinite)
  return (
    <svg aria-hidden="true" height={height} viewBox={`0 0 ${width} ${height}`} width={width}>
      {limit !== undefined && (
        <line
          className="stroke-critical"
          strokeDasharray="3 3"
          strokeWidth="1"
          x1={inset}
          x2={width - inset}
          y1={y(limit)}
          y2={y(limit)}
        />
      )}
      <path d={line} fill="none" stroke={channelColor(0)} strokeLinejoin="round" strokeWidth="1.25" />
      <path d={dots} stroke={channelColor(0)} strokeLinecap="round" strokeWidth="2.5" />
      {Number.isFinite(end) && <circle cx={x(last)} cy={y(end)} fill={channelColor(0)} r="2" />}
    </svg>
  )
}
