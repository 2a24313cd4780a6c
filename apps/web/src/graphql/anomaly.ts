import { graphql, type ResultOf } from './graphql.ts'

export const anomalyFields = graphql(`
  fragment AnomalyFields on Anomaly @_unmask {
    id
    channel { name unit rateUnit }
    at
    value
    expected
    lower
    upper
    score
    severity
    detector
    speaker { title version { id name } }
    fallback
    reason
    late
    alarm
    label { id verdict note }
  }
`)
export type AnomalyFields = ResultOf<typeof anomalyFields>
export type Severity = AnomalyFields['severity']
export type DetectorKind = AnomalyFields['detector']

export const seriesAnomalies = graphql(
  `
    query SeriesAnomalies(
      $key: String!
      $first: Int!
      $after: String
      $filter: AnomalyFilter
      $orderBy: AnomalyOrder
    ) {
      seriesByKey(key: $key) {
        anomalies(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges { node { ...AnomalyFields } }
        }
      }
    }
  `,
  [anomalyFields],
)

export const anomalyFound = graphql(
  `
    subscription AnomalyFound($series: [String!], $after: Cursor) {
      anomalyFound(series: $series, after: $after) {
        cursor
        anomalies {
          ...AnomalyFields
          series { key }
        }
      }
    }
  `,
  [anomalyFields],
)
