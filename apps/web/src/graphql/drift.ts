import { graphql, type ResultOf } from './graphql.ts'

export const driftFields = graphql(`
  fragment DriftFields on SeriesDrift @_unmask {
    at
    window
    from
    to
    drifted
    worst
    words
    speaker { title version { name model { id name } } }
    channels { channel { name position } psi kl prediction predictionDrifted limit drifted }
    season { before now changed }
    sampling { before now changed }
  }
`)
export type DriftFields = ResultOf<typeof driftFields>

export const driftOfAll = graphql(
  `
    query DriftOfAll($first: Int!, $group: String, $drifted: Boolean) {
      drift(first: $first, group: $group, drifted: $drifted) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...DriftFields series { key title } } }
      }
    }
  `,
  [driftFields],
)
export type RankedDrift = ResultOf<typeof driftOfAll>['drift']['edges'][number]['node']

export const driftOfSeries = graphql(
  `
    query DriftOfSeries($key: String!) {
      seriesByKey(key: $key) { drift { ...DriftFields } }
    }
  `,
  [driftFields],
)

export const driftHistory = graphql(`
  query DriftHistory($key: String!) {
    seriesByKey(key: $key) {
      driftHistory { times channels { channel { name position } psi limits } }
    }
  }
`)
export type DriftHistory = NonNullable<ResultOf<typeof driftHistory>['seriesByKey']>['driftHistory']
