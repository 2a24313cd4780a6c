import { graphql, type ResultOf } from './graphql.ts'

export const groupFields = graphql(`
  fragment GroupFields on Group @_unmask {
    id
    name
    description
    conditions { attribute values }
    createdAt
  }
`)
export type GroupFields = ResultOf<typeof groupFields>

export const groups = graphql(
  `
    query Groups($after: String) {
      groups(first: 50, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { ...GroupFields members(first: 1) { totalCount } } }
      }
    }
  `,
  [groupFields],
)

export const groupByName = graphql(
  `
    query GroupByName($name: String!, $members: Int!) {
      group(name: $name) {
        ...GroupFields
        members(first: $members) {
          totalCount
          edges { node { key title attributes { name value } } }
        }
      }
    }
  `,
  [groupFields],
)

export const createGroup = graphql(`
  mutation CreateGroup($input: CreateGroupInput!) {
    result: createGroup(input: $input) {
      __typename
      ... on GroupPayload { group { name } }
      ... on Fault { code message }
    }
  }
`)

export const updateGroup = graphql(`
  mutation UpdateGroup($input: UpdateGroupInput!) {
    result: updateGroup(input: $input) {
      __typename
      ... on GroupPayload { group { name } }
      ... on Fault { code message }
    }
  }
`)

export const deleteGroup = graphql(`
  mutation DeleteGroup($input: DeleteGroupInput!) {
    result: deleteGroup(input: $input) {
      __typename
      ... on GroupPayload { group { name } }
      ... on Fault { code message }
    }
  }
`)
