import { graphql, type ResultOf } from './graphql.ts'

export const forecastFields = graphql(`
  fragment ForecastFields on Forecast @_unmask {
    id
    run { id }
    forecaster
    speaker { title version { id name } }
    forecasterReason
    candidates { forecaster error chosen skipped }
    origin
    madeAt
    horizon
    interval
    season
    times
    channels {
      channel { name }
      mean
      intervals { level lower upper }
    }
  }
`)
export type ForecastFields = ResultOf<typeof forecastFields>
export type ForecasterKind = ForecastFields['forecaster']
export type Candidate = ForecastFields['candidates'][number]

export const forecast = graphql(
  `
    query SeriesForecast($key: String!, $forecaster: ForecasterKind, $levels: [Float!]) {
      seriesByKey(key: $key) {
        forecast(forecaster: $forecaster, levels: $levels) {
          __typename
          ... on Forecast { ...ForecastFields }
          ... on Fault { code message }
        }
      }
    }
  `,
  [forecastFields],
)

export const forecastMade = graphql(
  `
    subscription ForecastMade($series: [String!], $after: Cursor) {
      forecastMade(series: $series, after: $after) {
        cursor
        forecasts { ...ForecastFields }
      }
    }
  `,
  [forecastFields],
)
