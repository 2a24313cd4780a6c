import { graphql, type ResultOf } from './graphql.ts'

const metricFields = graphql(`
  fragment MetricFields on MetricFigures @_unmask { mse mae rmse mape r2 theilsU mase coverage }
`)
export type MetricFields = ResultOf<typeof metricFields>

/** A version with all that a list or a dialog tells of it; its curve and its training data come apart. */
export const versionFields = graphql(
  `
    fragment VersionFields on Version @_unmask {
      id
      name
      kind
      role
      origin
      createdAt
      points
      dataFrom
      dataTo
      took
      lookback
      horizon
      bestEpoch
      metrics { own { ...MetricFields } naive { ...MetricFields } }
      hash
      bytes
      downloadUrl
      tags
      note
      archived
      deployed
      series { key title attributes { name value } }
      group { name conditions { attribute values } }
      model { id name }
    }
  `,
  [metricFields],
)
export type VersionFields = ResultOf<typeof versionFields>

export const versions = graphql(
  `
    query Versions($first: Int!, $filter: VersionFilter, $orderBy: VersionOrder) {
      versions(first: $first, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...VersionFields } }
      }
    }
  `,
  [versionFields],
)

export const versionById = graphql(
  `
    query VersionById($id: ID!) {
      node(id: $id) { __typename ... on Version { ...VersionFields } }
    }
  `,
  [versionFields],
)

export const updateVersion = graphql(`
  mutation UpdateVersion($input: UpdateVersionInput!) {
    result: updateVersion(input: $input) {
      __typename
      ... on VersionPayload { version { id } }
      ... on Fault { code message }
    }
  }
`)
