import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'
import { settingFields } from './setting.ts'

/** What rules can watch, with all that a form needs. */
export const alertConditions = graphql(
  `
    query AlertConditions {
      alertConditions { kind title description ofChannels ofSystem recoveryCount hasPast settings { ...SettingFields } }
    }
  `,
  [settingFields],
)
export type AlertCondition = ResultOf<typeof alertConditions>['alertConditions'][number]

export const alertRuleFields = graphql(`
  fragment AlertRuleFields on AlertRule @_unmask {
    id
    name
    description
    enabled
    severity
    condition
    settings
    channel
    words
    series { key title }
    group { name }
    triggerCount
    triggerOf
    triggerFor
    recoveryCount
    recoveryFor
    cooldown
    escalateAfter
    groupBy
    attribute
    receiverIds
    escalateToIds
  }
`)
export type AlertRuleFields = ResultOf<typeof alertRuleFields>

export const alertRules = graphql(
  `
    query AlertRules($first: Int!) {
      alertRules(first: $first) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...AlertRuleFields } }
      }
    }
  `,
  [alertRuleFields],
)

/** One rule, or none that is there any more. */
export const alertRule = graphql(
  `
    query AlertRuleById($id: ID!) {
      node(id: $id) { __typename ... on AlertRule { ...AlertRuleFields } }
    }
  `,
  [alertRuleFields],
)

export const createAlertRule = graphql(`
  mutation CreateAlertRule($input: AlertRuleInput!) {
    result: createAlertRule(input: $input) {
      __typename
      ... on AlertRulePayload { alertRule { id } }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)
export type AlertRuleInput = VariablesOf<typeof createAlertRule>['input']

export const updateAlertRule = graphql(`
  mutation UpdateAlertRule($input: UpdateAlertRuleInput!) {
    result: updateAlertRule(input: $input) {
      __typename
      ... on AlertRulePayload { alertRule { id } }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)

export const deleteAlertRule = graphql(`
  mutation DeleteAlertRule($input: DeleteAlertRuleInput!) {
    result: deleteAlertRule(input: $input) {
      __typename
      ... on DeleteAlertRulePayload { id }
      ... on Fault { code message }
    }
  }
`)

/** When a rule would have fired. */
export const tryAlertRule = graphql(`
  query TryAlertRule($rule: AlertRuleInput!, $from: DateTime!, $to: DateTime!) {
    result: tryAlertRule(rule: $rule, from: $from, to: $to) {
      __typename
      ... on AlertRuleTrial {
        from
        to
        count
        duration
        cut
        alerts { openedAt resolvedAt series { key } }
        perSeries { count duration series { key title } }
      }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)
export type AlertRuleTrial = Extract<ResultOf<typeof tryAlertRule>['result'], { __typename: 'AlertRuleTrial' }>

/** What a rule of a series can be about. */
export const channelsOfSeries = graphql(`
  query ChannelsOfSeries($key: String!) {
    seriesByKey(key: $key) { channels { name } }
  }
`)

/** The series a trial is drawn over. */
export const triedSeries = graphql(`
  query TriedSeries($key: String!, $from: DateTime!, $to: DateTime!, $maxPoints: Int!) {
    seriesByKey(key: $key) {
      key
      title
      channels { name unit rateUnit position }
      points(from: $from, to: $to, maxPoints: $maxPoints) { times values }
    }
  }
`)
