import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

export const alertFields = graphql(`
  fragment AlertFields on Alert @_unmask {
    id
    number
    ruleName
    severity
    state
    title
    text
    since
    openedAt
    maintenance
    escalatedAt
    acknowledgedAt
    acknowledgedBy
    resolvedAt
    resolvedBy
    byHand
    seriesCount
  }
`)
export type AlertFields = ResultOf<typeof alertFields>
export type AlertSeverity = AlertFields['severity']
export type AlertState = AlertFields['state']

/** The newest first. */
export const alerts = graphql(
  `
    query Alerts($first: Int!, $filter: AlertFilter) {
      alerts(first: $first, filter: $filter) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...AlertFields } }
      }
    }
  `,
  [alertFields],
)
export type AlertFilter = NonNullable<VariablesOf<typeof alerts>['filter']>

/** How many fire, to be told on every page. */
export const firingAlerts = graphql(`
  query FiringAlerts {
    alerts(first: 1, filter: { states: [FIRING] }) { totalCount }
  }
`)

export const alertChanged = graphql(`
  subscription AlertChanged($after: Cursor) {
    alertChanged(after: $after) {
      cursor
      alerts { id }
    }
  }
`)

/** One with all that happened to it, and all that was said of it. */
export const alertByNumber = graphql(
  `
    query AlertByNumber($number: Int!) {
      alert(number: $number) {
        ...AlertFields
        rule { id name words }
        series { text since until series { key title } }
        timeline { kind at by text series { key title } receiverIds }
        deliveries(first: 100) {
          totalCount
          edges { node { id kind state attempts failure madeAt nextAt deliveredAt receiver { id name notifier } } }
        }
      }
      receivers(first: 100) { edges { node { id name } } }
    }
  `,
  [alertFields],
)
export type AlertInFull = NonNullable<ResultOf<typeof alertByNumber>['alert']>
export type AlertEntry = AlertInFull['timeline'][number]

export const acknowledgeAlert = graphql(`
  mutation AcknowledgeAlert($input: AcknowledgeAlertInput!) {
    result: acknowledgeAlert(input: $input) {
      __typename
      ... on AlertPayload { alert { id state } }
      ... on Fault { code message }
    }
  }
`)

export const resolveAlert = graphql(`
  mutation ResolveAlert($input: ResolveAlertInput!) {
    result: resolveAlert(input: $input) {
      __typename
      ... on AlertPayload { alert { id state } }
      ... on Fault { code message }
    }
  }
`)
