import { graphql, type ResultOf } from './graphql.ts'

export const plottedVersion = graphql(`
  fragment PlottedVersion on Version @_unmask {
    id
    name
    role
    points
    dataFrom
    dataTo
    statistics { channel unit }
    sample { times values }
  }
`)
export type PlottedVersion = ResultOf<typeof plottedVersion>

export const versionPlot = graphql(
  `
    query VersionPlot($key: String!, $name: String!, $scope: ScopeInput!) {
      seriesByKey(key: $key) { key title version(name: $name) { ...PlottedVersion } }
      versions(first: 100, filter: { scope: $scope }) { edges { node { id name role kind model { name } } } }
    }
  `,
  [plottedVersion],
)
export type OtherVersion = ResultOf<typeof versionPlot>['versions']['edges'][number]['node']

/** The same of a group, with its first members. */
export const groupVersionPlot = graphql(
  `
    query GroupVersionPlot($group: String!, $name: String!, $scope: ScopeInput!, $members: Int!) {
      group(name: $group) {
        name
        version(name: $name) { ...PlottedVersion }
        members(first: $members) { totalCount edges { node { key title } } }
      }
      versions(first: 100, filter: { scope: $scope }) { edges { node { id name role kind model { name } } } }
    }
  `,
  [plottedVersion],
)
export type PlottedMember = NonNullable<ResultOf<typeof groupVersionPlot>['group']>['members']['edges'][number]['node']

/** What a version of a group learnt from of one member. */
export const memberSample = graphql(`
  query MemberSample($id: ID!, $series: String!) {
    node(id: $id) {
      __typename
      ... on Version { sample(series: $series) { times values } }
    }
  }
`)
export type Sample = NonNullable<PlottedVersion['sample']>

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
