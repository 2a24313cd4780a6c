import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

/** Who did what, and who tried. */
export const auditEntries = graphql(`
  query AuditEntries($first: Int, $after: String, $filter: AuditFilter) {
    auditEntries(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges {
        node {
          number
          at
          actor
          actorKind
          actorId
          address
          operation
          outcome
          code
          message
          times
          targets { type name series version }
          changes { target field before after }
          input
          trace
          hash
        }
      }
    }
  }
`)
export type AuditEntry = ResultOf<typeof auditEntries>['auditEntries']['edges'][number]['node']
export type AuditFilter = NonNullable<VariablesOf<typeof auditEntries>['filter']>
export type AuditOutcome = AuditEntry['outcome']
