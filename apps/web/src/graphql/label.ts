import { graphql, type ResultOf } from './graphql.ts'

export const labelFields = graphql(`
  fragment LabelFields on Label @_unmask {
    id
    verdict
    note
    missed
    from
    to
    channel { name }
    anomaly { id }
  }
`)
export type LabelFields = ResultOf<typeof labelFields>
export type LabelVerdict = LabelFields['verdict']

export const suppressionFields = graphql(`
  fragment SuppressionFields on Suppression @_unmask {
    id
    words
    time
    like
    channel { name }
    madeAt
  }
`)
export type SuppressionFields = ResultOf<typeof suppressionFields>
export type SuppressionTime = SuppressionFields['time']

export const seriesLabels = graphql(
  `
    query SeriesLabels($key: String!) {
      seriesByKey(key: $key) {
        labels(first: 50, missed: true) { edges { node { ...LabelFields } } }
        labelFigures {
          speaker { title version { id name } }
          figures { confirmed refuted missed unsure values precision recall f1 falsePositiveRate }
        }
        suppressions { ...SuppressionFields }
      }
    }
  `,
  [labelFields, suppressionFields],
)
type SeriesLabels = NonNullable<ResultOf<typeof seriesLabels>['seriesByKey']>
export type SpeakerFigures = SeriesLabels['labelFigures'][number]

export const labelAnomaly = graphql(
  `
    mutation LabelAnomaly($input: LabelAnomalyInput!) {
      result: labelAnomaly(input: $input) {
        __typename
        ... on LabelPayload { label { ...LabelFields } }
        ... on Fault { code message }
      }
    }
  `,
  [labelFields],
)

export const labelSpan = graphql(`
  mutation LabelSpan($input: LabelSpanInput!) {
    result: labelSpan(input: $input) {
      __typename
      ... on LabelPayload { label { id } }
      ... on Fault { code message }
    }
  }
`)

export const removeLabel = graphql(`
  mutation RemoveLabel($input: RemoveLabelInput!) {
    result: removeLabel(input: $input) {
      __typename
      ... on RemoveLabelPayload { id }
      ... on Fault { code message }
    }
  }
`)

export const suppressLikeThis = graphql(`
  mutation SuppressLikeThis($input: SuppressLikeThisInput!) {
    result: suppressLikeThis(input: $input) {
      __typename
      ... on SuppressionPayload { suppression { id } }
      ... on Fault { code message }
    }
  }
`)

export const removeSuppression = graphql(`
  mutation RemoveSuppression($input: RemoveSuppressionInput!) {
    result: removeSuppression(input: $input) {
      __typename
      ... on RemoveSuppressionPayload { id }
      ... on Fault { code message }
    }
  }
`)

export const labelChanged = graphql(
  `
    subscription LabelChanged($series: [String!], $after: Cursor) {
      labelChanged(series: $series, after: $after) {
        cursor
        changes { id label { ...LabelFields } }
      }
    }
  `,
  [labelFields],
)

export const suppressionChanged = graphql(`
  subscription SuppressionChanged($series: [String!], $after: Cursor) {
    suppressionChanged(series: $series, after: $after) {
      cursor
      changes { id }
    }
  }
`)
