import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

/** Documents are typed from the API's committed `schema.graphql`; `pnpm documents` renews the types. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: {
    DateTime: string
    Instants: number[]
    Values: (number | null)[]
    Cursor: string
    Settings: Readonly<Record<string, unknown>>
    SettingValue: unknown
  }
}>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
export { readFragment } from 'gql.tada'
