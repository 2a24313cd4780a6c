import { graphql, type ResultOf } from './graphql.ts'

export const rescoreFields = graphql(`
  fragment RescoreFields on Rescore @_unmask {
    state
    points
    judged
    stays
    goes
    comes
    failure
    startedAt
  }
`)
export type RescoreFields = ResultOf<typeof rescoreFields>

export const seriesRescore = graphql(
  `
    query SeriesRescore($key: String!) {
      seriesByKey(key: $key) { rescore { ...RescoreFields } }
    }
  `,
  [rescoreFields],
)

export const previewRescore = graphql(`
  query PreviewRescore($key: String!) {
    result: previewRescore(key: $key) {
      __typename
      ... on RescorePreview {
        points
        judged
        stays
        goes
        comes
        before { medium high critical alarms }
        after { medium high critical alarms }
      }
      ... on Fault { code message }
    }
  }
`)
export type RescorePreview = Extract<ResultOf<typeof previewRescore>['result'], { __typename: 'RescorePreview' }>

export const rescoreSeries = graphql(
  `
    mutation RescoreSeries($input: RescoreSeriesInput!) {
      result: rescoreSeries(input: $input) {
        __typename
        ... on RescorePayload { rescore { ...RescoreFields } }
        ... on Fault { code message }
      }
    }
  `,
  [rescoreFields],
)

export const cancelRescore = graphql(
  `
    mutation CancelRescore($input: CancelRescoreInput!) {
      result: cancelRescore(input: $input) {
        __typename
        ... on CancelRescorePayload { rescore { ...RescoreFields } }
        ... on Fault { code message }
      }
    }
  `,
  [rescoreFields],
)
