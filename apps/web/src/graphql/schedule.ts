import { forecastFields } from './forecast.ts'
import { graphql, type ResultOf } from './graphql.ts'

const runFields = graphql(`
  fragment RunFields on ScheduleRun @_unmask {
    id
    dueAt
    asked
    state
    attempt
    missed
    seriesCount
    forecastCount
    failedCount
    failure { code message }
    startedAt
    endedAt
  }
`)
export type RunFields = ResultOf<typeof runFields>
export type RunState = RunFields['state']

const scheduleFields = graphql(
  `
    fragment ScheduleFields on Schedule @_unmask {
      id
      series { key title attributes { name value } }
      group { name conditions { attribute values } }
      forecaster
      version { id name model { name } }
      horizon
      timing { everyMinutes cron zone }
      on
      nextAt
      lastRun { ...RunFields }
    }
  `,
  [runFields],
)
export type ScheduleFields = ResultOf<typeof scheduleFields>
export type Timing = ScheduleFields['timing']

export const schedules = graphql(
  `
    query Schedules($first: Int!) {
      schedules(first: $first) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...ScheduleFields } }
      }
    }
  `,
  [scheduleFields],
)

export const scheduleRuns = graphql(
  `
    query ScheduleRuns($id: ID!) {
      node(id: $id) {
        __typename
        ... on Schedule {
          runs(first: 12) { totalCount edges { node { ...RunFields } } }
        }
      }
    }
  `,
  [runFields],
)

export const scheduleChanged = graphql(`
  subscription ScheduleChanged($after: Cursor) {
    scheduleChanged(after: $after) { cursor changes { id run { id } } }
  }
`)

/** What a schedule can be for: series that have each of the words, and all groups. */
export const scopeChoices = graphql(`
  query ScopeChoices($search: String) {
    series(search: $search, first: 20) { edges { node { key title } } }
    groups(first: 100) { edges { node { name } } }
  }
`)

export const previewSchedule = graphql(`
  query PreviewSchedule($timing: ScheduleTimingInput!) {
    result: previewSchedule(timing: $timing, count: 5) {
      __typename
      ... on SchedulePreview { dueAt }
      ... on Fault { code message }
    }
  }
`)

export const createSchedule = graphql(`
  mutation CreateSchedule($input: CreateScheduleInput!) {
    result: createSchedule(input: $input) {
      __typename
      ... on SchedulePayload { schedule { id } }
      ... on Fault { code message }
    }
  }
`)

export const updateSchedule = graphql(`
  mutation UpdateSchedule($input: UpdateScheduleInput!) {
    result: updateSchedule(input: $input) {
      __typename
      ... on SchedulePayload { schedule { id } }
      ... on Fault { code message }
    }
  }
`)

export const deleteSchedule = graphql(`
  mutation DeleteSchedule($input: DeleteScheduleInput!) {
    result: deleteSchedule(input: $input) {
      __typename
      ... on DeleteSchedulePayload { id }
      ... on Fault { code message }
    }
  }
`)

export const runScheduleNow = graphql(`
  mutation RunScheduleNow($input: RunScheduleNowInput!) {
    result: runScheduleNow(input: $input) {
      __typename
      ... on ScheduleRunPayload { run { id } }
      ... on Fault { code message }
    }
  }
`)

/** What schedules had forecast of a series lately. */
export const pastForecasts = graphql(`
  query PastForecasts($key: String!, $first: Int!) {
    seriesByKey(key: $key) {
      scheduledForecasts(first: $first) {
        totalCount
        edges { node { schedule { id } forecast { id origin speaker { title version { id name } } } } }
      }
    }
  }
`)

export const pastForecast = graphql(
  `
    query PastForecast($id: ID!, $wanted: Boolean!) {
      node(id: $id) @include(if: $wanted) { __typename ... on Forecast { ...ForecastFields } }
    }
  `,
  [forecastFields],
)

export const leadErrors = graphql(`
  query LeadErrors($key: String!, $schedule: ID!) {
    seriesByKey(key: $key) {
      leadErrors(schedule: $schedule, last: 50) {
        forecasts
        channels { channel { name unit rateUnit position } counts absolute }
      }
    }
  }
`)
