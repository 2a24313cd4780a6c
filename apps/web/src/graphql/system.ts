import { graphql } from './graphql.ts'

export const systemStatus = graphql(`
  query SystemStatus {
    systemStatus {
      version
      pointsPerSecond
      generatorsRunning
      seriesCount
      authentication
      forecasters { kind available detail }
    }
  }
`)

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
