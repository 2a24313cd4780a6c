import { graphql, type ResultOf } from './graphql.ts'

export const holdingsFields = graphql(`
  fragment HoldingsFields on Holdings @_unmask {
    points
    anomalies
    forecasts
  }
`)
export type HoldingsFields = ResultOf<typeof holdingsFields>

export const deletedFields = graphql(
  `
    fragment DeletedFields on DeletedSeries @_unmask {
      key
      title
      deletedAt
      restorableUntil
      firstAt
      lastAt
      holdings { ...HoldingsFields }
    }
  `,
  [holdingsFields],
)
export type DeletedFields = ResultOf<typeof deletedFields>

/** What would go with a series, and how long it could be brought back. */
export const seriesHoldings = graphql(
  `
    query SeriesHoldings($key: String!) {
      seriesByKey(key: $key) {
        firstAt
        lastAt
        holdings { ...HoldingsFields }
      }
      systemStatus { restorableFor }
    }
  `,
  [holdingsFields],
)

export const deletedSeries = graphql(
  `
    query DeletedSeries($first: Int!) {
      deletedSeries(first: $first) {
        totalCount
        edges { node { ...DeletedFields } }
      }
    }
  `,
  [deletedFields],
)

export const deleteSeries = graphql(`
  mutation DeleteSeries($input: DeleteSeriesInput!) {
    result: deleteSeries(input: $input) {
      __typename
      ... on DeleteSeriesPayload { key }
      ... on Fault { code message }
    }
  }
`)

export const restoreSeries = graphql(`
  mutation RestoreSeries($input: RestoreSeriesInput!) {
    result: restoreSeries(input: $input) {
      __typename
      ... on SeriesPayload { series { key } }
      ... on Fault { code message }
    }
  }
`)
