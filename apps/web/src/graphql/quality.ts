import { graphql, type ResultOf } from './graphql.ts'

export const qualityFields = graphql(`
  fragment QualityFields on SeriesQuality @_unmask {
    at
    window
    failing
    results { rule figure limit passed }
  }
`)
export type QualityFields = ResultOf<typeof qualityFields>
export type QualityResult = QualityFields['results'][number]
export type QualityRule = QualityResult['rule']

export const qualityOfAll = graphql(
  `
    query QualityOfAll($first: Int!, $group: String, $failing: QualityRule) {
      qualityTally(group: $group) { rule passed failed unknown }
      quality(first: $first, group: $group, failing: $failing) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...QualityFields series { key title } } }
      }
    }
  `,
  [qualityFields],
)
export type RankedQuality = ResultOf<typeof qualityOfAll>['quality']['edges'][number]['node']
export type QualityTally = ResultOf<typeof qualityOfAll>['qualityTally'][number]

export const qualityOfSeries = graphql(
  `
    query QualityOfSeries($key: String!) {
      seriesByKey(key: $key) {
        quality { ...QualityFields }
        qualityLimits { completeness consistency timeliness outliers drift }
      }
    }
  `,
  [qualityFields],
)
export type QualityLimits = NonNullable<ResultOf<typeof qualityOfSeries>['seriesByKey']>['qualityLimits']

export const setQualityLimits = graphql(`
  mutation SetQualityLimits($input: SetQualityLimitsInput!) {
    result: setQualityLimits(input: $input) {
      __typename
      ... on QualityLimitsPayload { series { key } }
      ... on Fault { code message }
    }
  }
`)
