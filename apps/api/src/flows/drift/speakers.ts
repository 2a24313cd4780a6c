import { auto, kindSpeaks, route, type Speaker } from '@seriema/domain/deployment'
import { belongs, narrower } from '@seriema/domain/group'
import type { Db } from '../../store/database.ts'
import { spokenFor } from '../../store/deployment/groups.ts'
import type { Series } from '../../store/series.ts'

/** Beyond every share of a canary: who is tried out on a series is not who is asked for. */
const outside = 1

/** Who forecasts series as of now, canaries left out: by their own choice, that of their narrowest group, or all's. */
export async function readForecastSpeakers(db: Db): Promise<(series: Series) => Speaker> {
  const groups = (await spokenFor(db)).toSorted(narrower)
  const chosen = groups.filter(({ deployments }) => deployments.some(({ role }) => role === 'forecast'))
  return ({ attributes, deployments }) => {
    const own = deployments.filter(({ role }) => role === 'forecast')
    const group = chosen.find(one => belongs(one, attributes))?.deployments ?? []
    return route(
      own,
      group.filter(({ role }) => role === 'forecast'),
      kindSpeaks(auto),
      outside,
    ).speaker
  }
}
