import { readable } from '@seriema/domain/fault'
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql'
import type { Caller } from '../access/caller.ts'
import type { App } from '../app.ts'
import { actorOf } from '../audit/entry.ts'
import { isOfMutation } from '../schema/mutation.ts'
import { asFault } from './masking.ts'
import { codeOf } from './measured.ts'

/**
 * Mutations that GraphQL itself does not take reach no resolver, and are in the audit all the same: by the names that the
 * schema has, whatever callers write, so that alike ones are counted together.
 */
export interface Untaken {
  /** Of a text that is no document. */
  text(caller: Caller, text: string, error: unknown): void
  /** Of a document that is not valid, or may not come this way. */
  document(caller: Caller, document: DocumentNode, operationName: string | null, errors: readonly unknown[]): void
  /** Of what was run: fields that were never begun, since what they were given is not of their types. */
  result(caller: Caller, operation: OperationDefinitionNode, result: ExecutionResult): void
}

/** What a mutation is called whose field the schema does not have, or nobody can tell. */
const unknown = 'mutation'
const message = 'GraphQL does not take it as it was sent'
/** After comments, each of which ends with its line: there is one way to read a text, however hostile. */
const beginsMutation = /^[\s,\uFEFF]*(?:#[^\n\r]*[\n\r][\s,]*)*mutation\b/

export function createUntaken({ audit }: Pick<App, 'audit'>, schema: GraphQLSchema): Untaken {
  const known = schema.getMutationType()?.getFields() ?? {}

  const tell = (caller: Caller, operations: Iterable<string>, error: unknown): void => {
    const { code, said } = explained(error)
    for (const operation of new Set(operations)) audit.failed(actorOf(caller), operation, { code, message }, { said })
  }
  const named = (name: string): string => (Object.hasOwn(known, name) ? name : unknown)

  return {
    text(caller, text, error) {
      if (beginsMutation.test(text)) tell(caller, [unknown], error)
    },
    document(caller, document, operationName, [error]) {
      const operation = mutationOf(document, operationName)
      if (operation !== null) tell(caller, [...rootFields(operation).values()].map(named), error)
    },
    result(caller, operation, { errors = [] }) {
      if (operation.operation !== OperationTypeNode.MUTATION) return
      const fields = rootFields(operation)
      for (const error of errors) {
        if (isOfMutation(error.originalError)) continue
        if (error.path === undefined) tell(caller, [...fields.values()].map(named), error)
        else if (error.path.length === 1) tell(caller, [named(fields.get(String(error.path[0])) ?? '')], error)
      }
    },
  }
}

function mutationOf(document: DocumentNode, operationName: string | null): OperationDefinitionNode | null {
  const asked = getOperationAST(document, operationName)
  if (asked) return asked.operation === OperationTypeNode.MUTATION ? asked : null
  // Which of several was meant nobody can tell.
  const operations = document.definitions.filter(node => node.kind === Kind.OPERATION_DEFINITION)
  return operations.find(({ operation }) => operation === OperationTypeNode.MUTATION) ?? null
}

/** Names of the fields that an operation asks for itself, by what it calls them. */
function rootFields({ selectionSet: { selections } }: OperationDefinitionNode): ReadonlyMap<string, string> {
  return new Map(
    selections.map(node =>
      node.kind === Kind.FIELD ? [(node.alias ?? node.name).value, node.name.value] : ['…', unknown],
    ),
  )
}

function explained(error: unknown): { readonly code: string; readonly said: string } {
  const { message: said } = error as Error
  const code = error instanceof GraphQLError ? codeOf(error) : (asFault(error)?.code ?? 'GRAPHQL')
  return { code, said: readable(said) }
}
