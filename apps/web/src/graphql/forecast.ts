import { graphql, type ResultOf } from './graphql.ts'

export const forecastFields = graphql(`
  fragment ForecastFields on Forecast @_unmask {
    id
    model
    modelReason
    candidates { model error chosen skipped }
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
export type ForecastModel = ForecastFields['model']
export type Candidate = ForecastFields['candidates'][number]

/** What there is to choose from, here and now. */
export const forecasters = graphql(`
  query Forecasters {
    systemStatus {
      models { model description needs available detail }
    }
  }
`)
export type ForecasterStatus = ResultOf<typeof forecasters>['systemStatus']['models'][number]

export const forecast = graphql(
  `
    query SeriesForecast($key: String!, $model: ForecastModel, $levels: [Float!]) {
      seriesByKey(key: $key) {
        forecast(model: $model, levels: $levels) {
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
