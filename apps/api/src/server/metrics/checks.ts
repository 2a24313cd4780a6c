import type { Db } from '../../store/database.ts'
import { driftedMost } from '../../store/drift/rank.ts'
import { tallyQuality } from '../../store/quality.ts'
import { there } from '../../store/series/deleted.ts'
import type { Figure } from '../../telemetry/prometheus/figure.ts'

/** How far series have drifted, of the `most` that have farthest, and how many fail each rule of quality. */
export async function readCheckFigures(db: Db, most: number): Promise<readonly Figure[]> {
  const [drifted, tallies] = await Promise.all([driftedMost(db, most), tallyQuality(db, there)])
  const of = (value: 'psi' | 'limit') =>
    drifted.map(one => ({ labels: { series: one.key, channel: one.channel }, value: one[value] }))
  return [
    {
      name: 'seriema_drift',
      help: 'Population stability index of channels, of the series that have drifted farthest.',
      type: 'gauge',
      values: of('psi'),
    },
    { name: 'seriema_drift_limit', help: 'What counts as drift of each.', type: 'gauge', values: of('limit') },
    {
      name: 'seriema_quality_failing_series',
      help: 'Series whose points fail a rule of quality.',
      type: 'gauge',
      values: tallies.map(({ rule, failed }) => ({ labels: { rule }, value: failed })),
    },
  ]
}
