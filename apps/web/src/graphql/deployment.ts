import { graphql, type ResultOf } from './graphql.ts'

const speakerFields = graphql(`
  fragment SpeakerFields on Speaker @_unmask {
    kind
    title
    version { id name }
  }
`)
export type SpeakerFields = ResultOf<typeof speakerFields>

const deploymentFields = graphql(
  `
    fragment DeploymentFields on Deployment @_unmask {
      role
      slot
      speaker { ...SpeakerFields }
      share
      since
      limits {
        automatic
        steps
        hold
        fewestPoints
        leastAgreement
        mostExtraFlags
        mostFalse
        mostFailures
        mostLatency
        mostError
      }
      comparison {
        points
        agreement
        extraFlags
        scoreDifference
        calls
        failures
        latency
        errors { points own active }
      }
      verdict { action share reason }
    }
  `,
  [speakerFields],
)
export type DeploymentFields = ResultOf<typeof deploymentFields>
export type DeploymentRole = DeploymentFields['role']
export type DeploymentSlot = DeploymentFields['slot']
export type RolloutLimits = NonNullable<DeploymentFields['limits']>
export type RolloutComparison = NonNullable<DeploymentFields['comparison']>
export type RolloutVerdict = NonNullable<DeploymentFields['verdict']>

const changeFields = graphql(
  `
    fragment ChangeFields on DeploymentChange @_unmask {
      at
      role
      slot
      share
      reason
      automatic
      by
      from { ...SpeakerFields }
      to { ...SpeakerFields }
    }
  `,
  [speakerFields],
)
export type ChangeFields = ResultOf<typeof changeFields>

const historyFields = graphql(
  `
    fragment HistoryFields on DeploymentChangeConnection @_unmask {
      totalCount
      edges { cursor node { ...ChangeFields } }
    }
  `,
  [changeFields],
)
export type HistoryFields = ResultOf<typeof historyFields>

const speakingFields = graphql(
  `
    fragment SpeakingFields on Speaking @_unmask {
      speaker { ...SpeakerFields }
      slot
      chosenFor
      group { name }
    }
  `,
  [speakerFields],
)
export type SpeakingFields = ResultOf<typeof speakingFields>

/** Who speaks for a series or group in each role, who is tried out, and the newest lines of its timeline. */
export const deployments = graphql(
  `
    query Deployments($ofSeries: Boolean!, $key: String!, $name: String!, $first: Int!) {
      series: seriesByKey(key: $key) @include(if: $ofSeries) {
        forecast: speaks(role: FORECAST) { ...SpeakingFields }
        watch: speaks(role: WATCH) { ...SpeakingFields }
        deployments { ...DeploymentFields }
        forecastHistory: deploymentHistory(role: FORECAST, first: $first) { ...HistoryFields }
        watchHistory: deploymentHistory(role: WATCH, first: $first) { ...HistoryFields }
      }
      group(name: $name) @skip(if: $ofSeries) {
        deployments { ...DeploymentFields }
        forecastHistory: deploymentHistory(role: FORECAST, first: $first) { ...HistoryFields }
        watchHistory: deploymentHistory(role: WATCH, first: $first) { ...HistoryFields }
      }
    }
  `,
  [speakingFields, deploymentFields, historyFields],
)

/** Who watches a series now. */
export const watcher = graphql(
  `
    query Watcher($key: String!) {
      seriesByKey(key: $key) { speaks(role: WATCH) { speaker { ...SpeakerFields } } }
    }
  `,
  [speakerFields],
)

const deployableFields = graphql(`
  fragment DeployableFields on Version @_unmask { id name kind model { name } archived }
`)
export type DeployableVersion = ResultOf<typeof deployableFields>

/** The versions of a series or group that can speak in a role, the newest first; of its group, too, where it has one. */
export const deployableVersions = graphql(
  `
    query DeployableVersions($scope: ScopeInput!, $group: ScopeInput, $ofGroup: Boolean!, $role: Role!) {
      own: versions(first: 100, filter: { scope: $scope, role: $role }) {
        edges { node { ...DeployableFields } }
      }
      ofGroup: versions(first: 100, filter: { scope: $group, role: $role }) @include(if: $ofGroup) {
        edges { node { ...DeployableFields } }
      }
    }
  `,
  [deployableFields],
)

export const deploymentChanged = graphql(`
  subscription DeploymentChanged($series: [String!], $after: Cursor) {
    deploymentChanged(series: $series, after: $after) {
      cursor
      changes { series { key } group { name } }
    }
  }
`)

export const deployVersion = graphql(`
  mutation DeployVersion($input: DeployVersionInput!) {
    result: deployVersion(input: $input) {
      __typename
      ... on DeploymentPayload { deployments { slot } }
      ... on Fault { code message }
    }
  }
`)

export const promote = graphql(`
  mutation Promote($input: PromoteInput!) {
    result: promote(input: $input) {
      __typename
      ... on DeploymentPayload { deployments { slot } }
      ... on Fault { code message }
    }
  }
`)

export const rollback = graphql(`
  mutation Rollback($input: RollbackInput!) {
    result: rollback(input: $input) {
      __typename
      ... on DeploymentPayload { deployments { slot } }
      ... on Fault { code message }
    }
  }
`)

export const endDeployment = graphql(`
  mutation EndDeployment($input: EndDeploymentInput!) {
    result: endDeployment(input: $input) {
      __typename
      ... on DeploymentPayload { deployments { slot } }
      ... on Fault { code message }
    }
  }
`)
