import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

export const apiKeyFields = graphql(`
  fragment ApiKeyFields on ApiKey @_unmask {
    id
    name
    handle
    grants { role only { key attributes { name value } } }
    createdAt
    createdBy
    expiresAt
    revokedAt
    lastUsedAt
    formerUntil
  }
`)
export type ApiKeyFields = ResultOf<typeof apiKeyFields>

/** The newest first, revoked ones too. */
export const apiKeys = graphql(
  `
    query ApiKeys($first: Int!) {
      apiKeys(first: $first) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...ApiKeyFields } }
      }
    }
  `,
  [apiKeyFields],
)

export const createApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    result: createApiKey(input: $input) {
      __typename
      ... on IssuedApiKeyPayload { apiKey { name } secret }
      ... on Fault { code message }
    }
  }
`)
export type GrantInput = VariablesOf<typeof createApiKey>['input']['grants'][number]

export const updateApiKey = graphql(`
  mutation UpdateApiKey($input: UpdateApiKeyInput!) {
    result: updateApiKey(input: $input) {
      __typename
      ... on ApiKeyPayload { apiKey { id } }
      ... on Fault { code message }
    }
  }
`)

export const rotateApiKey = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    result: rotateApiKey(input: $input) {
      __typename
      ... on IssuedApiKeyPayload { apiKey { name } secret }
      ... on Fault { code message }
    }
  }
`)

export const revokeApiKey = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    result: revokeApiKey(input: $input) {
      __typename
      ... on ApiKeyPayload { apiKey { id } }
      ... on Fault { code message }
    }
  }
`)
