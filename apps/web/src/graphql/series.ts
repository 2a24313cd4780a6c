import { deletedFields } from './deletion.ts'
import { graphql, type ResultOf } from './graphql.ts'

export const seriesFields = graphql(`
  fragment SeriesFields on Series @_unmask {
    id
    key
    title
    description
    channels { name position kind unit rateUnit minimum maximum }
    attributes { name value }
    interval
    intervalSource
    step { unit text timeZone }
    pointCount
    firstAt
    lastAt
    freshness { state lastAt expectedBy }
    detector
    alarmRules { direction leastAbsolute leastRelative rest }
    forecaster
    generator { running }
  }
`)
export type SeriesFields = ResultOf<typeof seriesFields>
export type ChannelFields = SeriesFields['channels'][number]
export type ChannelKind = ChannelFields['kind']
export type AlarmRules = SeriesFields['alarmRules']

export const seriesByKey = graphql(
  `
    query SeriesByKey($key: String!) {
      seriesByKey(key: $key) { ...SeriesFields }
      deletedSeriesByKey(key: $key) { ...DeletedFields }
    }
  `,
  [seriesFields, deletedFields],
)

export const fleet = graphql(
  `
    query Fleet($first: Int!, $after: String, $search: String, $orderBy: SeriesOrder, $day: Float!) {
      series(first: $first, after: $after, search: $search, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            ...SeriesFields
            points(last: 60, counters: RATE) { times values }
            anomalySummary(within: $day) { medium high critical }
            health { level failing drifted alerts words }
          }
        }
      }
      deletedSeries(first: 1) { totalCount }
    }
  `,
  [seriesFields],
)
export type FleetSeries = ResultOf<typeof fleet>['series']['edges'][number]['node']

export const createSeries = graphql(`
  mutation CreateSeries($input: CreateSeriesInput!) {
    result: createSeries(input: $input) {
      __typename
      ... on SeriesPayload { series { key } }
      ... on Fault { code message }
    }
  }
`)

export const updateSeries = graphql(
  `
    mutation UpdateSeries($input: UpdateSeriesInput!) {
      result: updateSeries(input: $input) {
        __typename
        ... on SeriesPayload { series { ...SeriesFields } }
        ... on Fault { code message }
      }
    }
  `,
  [seriesFields],
)
