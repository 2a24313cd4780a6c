import type { AnomalyFields } from '../../graphql/anomaly.ts'

type Placed = Pick<AnomalyFields, 'at' | 'score'>

const distance = (anomaly: Placed, at: number) => Math.abs(Date.parse(anomaly.at) - at)

/** The anomaly nearest to an instant, the strongest of those at the same one; null when there is none. */
export function nearestAnomaly<Item extends Placed>(anomalies: readonly Item[], at: number): Item | null {
  return anomalies.toSorted((a, b) => distance(a, at) - distance(b, at) || b.score - a.score)[0] ?? null
}

/** Instant of the next anomaly after `from`, or before it; null when there is none within the domain. */
export function nextAnomalyAt(
  anomalies: readonly Placed[],
  from: number,
  direction: 1 | -1,
  [first, last]: readonly [number, number],
): number | null {
  const instants = anomalies.map(it => Date.parse(it.at)).filter(at => at >= first && at <= last)
  const ahead = instants.filter(at => (at - from) * direction > 0)
  return ahead.length === 0 ? null : direction > 0 ? Math.min(...ahead) : Math.max(...ahead)
}
