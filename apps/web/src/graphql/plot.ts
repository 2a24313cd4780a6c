import { graphql, type ResultOf } from './graphql.ts'

export const versionPlot = graphql(`
  query VersionPlot($key: String!, $name: String!, $scope: ScopeInput!) {
    seriesByKey(key: $key) {
      key
      title
      version(name: $name) {
        id
        name
        role
        points
        dataFrom
        dataTo
        statistics { channel unit }
        sample { times values }
      }
    }
    versions(first: 100, filter: { scope: $scope }) { edges { node { id name role } } }
  }
`)
export type PlottedVersion = NonNullable<NonNullable<ResultOf<typeof versionPlot>['seriesByKey']>['version']>
export type OtherVersion = ResultOf<typeof versionPlot>['versions']['edges'][number]['node']

export const comparedFields = graphql(`
  fragment ComparedFields on ComparedVersion @_unmask {
    version { name }
    values
    metrics { mae rmse mape r2 theilsU coverage }
    raised
    figures { precision recall f1 falsePositiveRate }
  }
`)
export type ComparedFields = ResultOf<typeof comparedFields>

export const compareVersions = graphql(
  `
    query CompareVersions($key: String!, $a: ID!, $b: ID!, $last: Int!) {
      result: compareVersions(key: $key, a: $a, b: $b, last: $last) {
        __typename
        ... on VersionComparison {
          times
          actual
          horizon
          origins
          agreement
          a { ...ComparedFields }
          b { ...ComparedFields }
          series { channels { name unit rateUnit } }
        }
        ... on Fault { code message }
      }
    }
  `,
  [comparedFields],
)
export type VersionComparison = Extract<
  NonNullable<ResultOf<typeof compareVersions>['result']>,
  { __typename: 'VersionComparison' }
>
