import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { LaneScales } from '../../ui/chart/lane-scales.ts'
import { markerPath, severities, severityColor } from '../../ui/chart/marker.tsx'

import { useLabels } from '../label/use-labels.ts'

interface AnomalyMarksProps {
  readonly anomalies: readonly AnomalyFields[]
  readonly scales: LaneScales
  readonly selected: string | null
}

/**
 * One path per severity however many anomalies there are, the gravest on top, and an unseen wider one that takes the
 * pointer; those that are called false are hollow; a ring around the selected one, and the span of what would have been usual.
 */
export function AnomalyMarks({ anomalies, scales, selected }: AnomalyMarksProps) {
  const { labelOf } = useLabels()
  const ringed = anomalies.find(it => it.id === selected)
  return (
    <g className="cursor-pointer" data-marks="anomalies">
      {ringed && <UsualSpan anomaly={ringed} scales={scales} />}
      {severities.toReversed().map(severity => {
        const own = anomalies.filter(it => it.severity === severity)
        const pathOf = (some: readonly AnomalyFields[]) =>
          some.map(it => markerPath(severity, scales.x(Date.parse(it.at)), scales.y(it.value))).join('')
        const path = pathOf(own)
        // None to draw, none drawn: what is in the page is there to be seen.
        if (path === '') return null
        return (
          <g key={severity}>
            <path d={path} fill="none" pointerEvents="stroke" stroke="transparent" strokeWidth={14} />
            <path d={path} fill={severityColor(severity)} paintOrder="stroke" stroke="var(--surface)" strokeWidth={2} />
            <path
              d={pathOf(own.filter(it => labelOf(it)?.verdict === 'FALSE'))}
              fill="var(--surface)"
              stroke={severityColor(severity)}
              strokeWidth={1.5}
            />
          </g>
        )
      })}
      {ringed && (
        <circle
          cx={scales.x(Date.parse(ringed.at))}
          cy={scales.y(ringed.value)}
          data-selected={ringed.id}
          fill="none"
          r={10}
          stroke={severityColor(ringed.severity)}
          strokeWidth={2}
        />
      )}
    </g>
  )
}

/** From the least to the greatest usual value, with a tick where it was expected. */
function UsualSpan({ anomaly, scales }: { anomaly: AnomalyFields; scales: LaneScales }) {
  const x = scales.x(Date.parse(anomaly.at))
  const [lower, upper, expected] = [anomaly.lower, anomaly.upper, anomaly.expected].map(value => {
    // Far beyond the plot a length means nothing, and great ones confuse the renderer.
    return Math.min(scales.bottom + 20, Math.max(scales.top - 20, scales.y(value)))
  })
  return (
    <path
      d={`M${x - 6} ${lower}h12M${x} ${lower}V${upper}M${x - 6} ${upper}h12M${x - 4} ${expected}h8`}
      data-usual={anomaly.id}
      fill="none"
      stroke="var(--ink-soft)"
      strokeWidth={1.5}
    />
  )
}
