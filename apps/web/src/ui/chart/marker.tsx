/** Each severity has a shape of its own, so that it is told apart without its colour. */
export type MarkerSeverity = 'MEDIUM' | 'HIGH' | 'CRITICAL'

export const severities = ['CRITICAL', 'HIGH', 'MEDIUM'] as const satisfies readonly MarkerSeverity[]

const colors = { MEDIUM: 'var(--medium)', HIGH: 'var(--high)', CRITICAL: 'var(--critical)' }
export const severityColor = (severity: MarkerSeverity) => colors[severity]

const outlines: Record<MarkerSeverity, readonly (readonly [number, number])[]> = {
  MEDIUM: [
    [0, -5.5],
    [5.2, 4],
    [-5.2, 4],
  ],
  HIGH: [
    [0, -6],
    [6, 0],
    [0, 6],
    [-6, 0],
  ],
  CRITICAL: [
    [0, -2.2],
    [3.2, -5.6],
    [5.6, -3.2],
    [2.2, 0],
    [5.6, 3.2],
    [3.2, 5.6],
    [0, 2.2],
    [-3.2, 5.6],
    [-5.6, 3.2],
    [-2.2, 0],
    [-5.6, -3.2],
    [-3.2, -5.6],
  ],
}

/** A triangle for medium, a diamond for high, a cross for critical, as a path centred on the point. */
export const markerPath = (severity: MarkerSeverity, x: number, y: number) =>
  `M${outlines[severity].map(([dx, dy]) => `${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`).join('L')}Z`

/** The marker outside a chart. It repeats what stands beside it and is hidden from assistive technology. */
export function Marker({ severity, size = 12 }: { severity: MarkerSeverity; size?: number }) {
  return (
    <svg aria-hidden="true" className="inline-block shrink-0" height={size} viewBox="-7 -7 14 14" width={size}>
      <path d={markerPath(severity, 0, 0)} fill={severityColor(severity)} />
    </svg>
  )
}
