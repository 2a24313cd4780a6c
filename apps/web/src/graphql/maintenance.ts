import { graphql, type ResultOf } from './graphql.ts'

/** Windows that are not over by `from`, with the times at which each lasts until `to`. */
export const maintenances = graphql(`
  query Maintenances($first: Int!, $from: DateTime!, $to: DateTime!) {
    maintenances(first: $first, from: $from) {
      totalCount
      edges {
        node {
          id
          name
          from
          to
          cron
          zone
          minutes
          by
          series { key title }
          group { name }
          occurrences(from: $from, to: $to) { from to }
        }
      }
    }
  }
`)
export type Maintenance = ResultOf<typeof maintenances>['maintenances']['edges'][number]['node']

export const createMaintenance = graphql(`
  mutation CreateMaintenance($input: CreateMaintenanceInput!) {
    result: createMaintenance(input: $input) {
      __typename
      ... on MaintenancePayload { maintenance { id } }
      ... on Fault { code message }
    }
  }
`)

export const deleteMaintenance = graphql(`
  mutation DeleteMaintenance($input: DeleteMaintenanceInput!) {
    result: deleteMaintenance(input: $input) {
      __typename
      ... on DeleteMaintenancePayload { id }
      ... on Fault { code message }
    }
  }
`)
