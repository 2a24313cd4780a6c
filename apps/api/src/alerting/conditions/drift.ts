import { type Drift, hasDrifted, worstOf } from '@seriema/domain/drift'
import { driftHistory, latestDrift } from '../../store/drift.ts'
import { type Condition, sighting } from './contract.ts'
import { figure } from './limit.ts'

/** What a series is like has moved away from what its forecaster learnt. Each look at it is an observation. */
export const drift: Condition = {
  kind: 'drift',
  title: 'Drift',
  description: 'Values, forecasts, the season or the sampling rate have moved away from what was learnt.',
  settings: [],
  ofChannels: false,
  ofSystem: false,
  recoveryCount: 1,
  wakes: [],
  see: async () => [],
  async survey(db, _asked, series) {
    const found = await latestDrift(
      db,
      series.map(({ id }) => id),
    )
    return new Map([...found].map(([id, one]) => [id, seen(one)]))
  },
  past: async (db, _asked, series, stretch) => (await driftHistory(db, series.id, stretch)).map(seen),
  asks: () => 'drift beyond the limit of the series',
  tells: (_asked, { detail }) => `has moved away from what was learnt: ${detail}`,
}

const seen = (one: Drift) =>
  sighting(one.at, hasDrifted(one), { value: worstOf(one), detail: hasDrifted(one) ? detailOf(one) : null })

function detailOf({ channels, seasonChanged, seasonThen, seasonNow, rateChanged, intervalThen, intervalNow }: Drift) {
  const worst = [...channels].sort((a, b) => b.psi / b.limit - a.psi / a.limit)[0]
  const causes = [
    ...(worst?.drifted ? [`PSI ${figure(worst.psi, null)}, limit ${figure(worst.limit, null)}`] : []),
    ...(channels.some(({ predictionDrifted }) => predictionDrifted) ? ['its forecasts have changed'] : []),
    ...(seasonChanged ? [`its season is ${seasonNow} points, was ${seasonThen}`] : []),
    ...(rateChanged ? [`a point comes every ${intervalNow / 1_000} s, came every ${intervalThen / 1_000} s`] : []),
  ]
  return causes.join('; ')
}
