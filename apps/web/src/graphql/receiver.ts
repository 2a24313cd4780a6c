import { graphql, type ResultOf } from './graphql.ts'
import { settingFields } from './setting.ts'

/** Every way to tell somebody, with all that a form for a receiver needs. */
export const notifiers = graphql(
  `
    query Notifiers {
      notifiers { kind title description settings { ...SettingFields } }
    }
  `,
  [settingFields],
)
export type Notifier = ResultOf<typeof notifiers>['notifiers'][number]

export const receivers = graphql(`
  query Receivers($mayAll: Boolean!) {
    receivers(first: 100) {
      edges { node { id name notifier updatedAt settings @include(if: $mayAll) } }
    }
  }
`)
export type Receiver = ResultOf<typeof receivers>['receivers']['edges'][number]['node']

export const deliveries = graphql(`
  query Deliveries($first: Int!, $filter: DeliveryFilter) {
    deliveries(first: $first, filter: $filter) {
      totalCount
      pageInfo { hasNextPage }
      edges { node { id kind title path state attempts failure madeAt nextAt receiver { id name } } }
    }
  }
`)
export type Delivery = ResultOf<typeof deliveries>['deliveries']['edges'][number]['node']

export const createReceiver = graphql(`
  mutation CreateReceiver($input: CreateReceiverInput!) {
    result: createReceiver(input: $input) {
      __typename
      ... on ReceiverPayload { receiver { id } }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)

export const updateReceiver = graphql(`
  mutation UpdateReceiver($input: UpdateReceiverInput!) {
    result: updateReceiver(input: $input) {
      __typename
      ... on ReceiverPayload { receiver { id } }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)

export const deleteReceiver = graphql(`
  mutation DeleteReceiver($input: DeleteReceiverInput!) {
    result: deleteReceiver(input: $input) {
      __typename
      ... on DeleteReceiverPayload { id }
      ... on Fault { code message }
    }
  }
`)

export const testReceiver = graphql(`
  mutation TestReceiver($input: TestReceiverInput!) {
    result: testReceiver(input: $input) {
      __typename
      ... on TestReceiverPayload { failure took }
      ... on Fault { code message }
    }
  }
`)

export const retryDelivery = graphql(`
  mutation RetryDelivery($input: RetryDeliveryInput!) {
    result: retryDelivery(input: $input) {
      __typename
      ... on DeliveryPayload { delivery { id } }
      ... on Fault { code message }
    }
  }
`)
