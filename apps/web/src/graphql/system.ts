import { graphql, type ResultOf } from './graphql.ts'

export const systemStatus = graphql(`
  query SystemStatus {
    systemStatus {
      version
      pointsPerSecond
      generatorsRunning
      seriesCount
      authentication
    }
  }
`)

/** How the process that answers is. */
export const systemFigures = graphql(`
  query SystemFigures {
    systemStatus {
      version
      startedAt
      provider
      subscriptions
      pointsPerSecond
      authentication
      seriesCount
      generatorsRunning
      eventsArrive
      database { state version latency }
      versions { hits misses loaded bytes capacity }
    }
  }
`)
export type SystemFigures = ResultOf<typeof systemFigures>['systemStatus']

/** What there is to choose from, here and now. */
export const kinds = graphql(`
  query Kinds {
    systemStatus {
      forecasters { kind title tagline description needs available detail }
      detectors { kind title tagline description }
    }
  }
`)
export type ForecasterStatus = ResultOf<typeof kinds>['systemStatus']['forecasters'][number]
export type DetectorDescription = ResultOf<typeof kinds>['systemStatus']['detectors'][number]

export const statusChanged = graphql(`
  subscription StatusChanged($series: [String!]) {
    statusChanged(series: $series) {
      kind
      at
      message
      key
      import { id }
    }
  }
`)
