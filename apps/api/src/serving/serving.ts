import { auto, bucketOf, kindSpeaks, type Routing, route, type Speaker } from '@seriema/domain/deployment'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Role } from '@seriema/domain/role'
import type { Detector } from '@seriema/ml/contract/detector'
import { defaultDetector, detectorOf } from '@seriema/ml/scorers/registry'
import type { Series } from '../store/series.ts'
import { type Watcher, watcherOfKind } from './watcher.ts'

/** Who speaks where nobody was chosen. */
const builtIns: Readonly<Record<Role, Speaker>> = {
  watch: kindSpeaks(defaultDetector.kind),
  forecast: kindSpeaks(auto),
}

/** Who speaks for which series. */
export interface Serving {
  routing(series: Series, role: Role): Routing
  speakerOf(series: Series, role: Role): Speaker
  watcherOf(series: Series): Watcher
  /** What watches a series, once it is at hand. */
  detectorFor(series: Series): Promise<Detector>
}

export function createServing(): Serving {
  const routing = (series: Series, role: Role): Routing => {
    const own = series.deployments.filter(one => one.role === role)
    return route(own, [], builtIns[role], bucketOf(series.key))
  }
  const speakerOf = (series: Series, role: Role): Speaker => routing(series, role).speaker
  return {
    routing,
    speakerOf,
    detectorFor: async series => detectorOf(speakerOf(series, 'watch').kind),
    watcherOf: series => watcherOfKind(speakerOf(series, 'watch').kind),
  }
}

/** As forecasts are asked for: null leaves it to a backtest. */
export const wantedKind = ({ kind }: Speaker): ForecasterKind | null => (kind === auto ? null : kind)
