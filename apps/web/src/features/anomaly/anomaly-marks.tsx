import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { LaneScales } from '../../ui/chart/lane.tsx'
import { markerPath, severities, severityColor } from '../../ui/chart/marker.tsx'

interface AnomalyMarksProps {
  readonly anomalies: readonly AnomalyFields[]
  readonly scales: LaneScales
  readonly selected: string | null
}

/** One path per severity however many anomalies there are, the gravest on top; a ring around the selected one. */
export function AnomalyMarks({ anomalies, scales, selected }: AnomalyMarksProps) {
  const ringed = anomalies.find(it => it.id === selected)
  return (
    <g data-marks="anomalies">
      {severities.toReversed().map(severity => (
        <path
          d={anomalies
            .filter(it => it.severity === severity)
            .map(it => markerPath(severity, scales.x(Date.parse(it.at)), scales.y(it.value)))
            .join('')}
          fill={severityColor(severity)}
          key={severity}
          paintOrder="stroke"
          stroke="var(--surface)"
          strokeWidth={2}
        />
      ))}
      {ringed && (
        <circle
          cx={scales.x(Date.parse(ringed.at))}
          cy={scales.y(ringed.value)}
          fill="none"
          r={10}
          stroke={severityColor(ringed.severity)}
          strokeWidth={2}
        />
      )}
    </g>
  )
}
