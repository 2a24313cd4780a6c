import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { App } from '../app.ts'
import { fragmentsOf } from '../schema/fragments.ts'
import { explained } from '../store/database.ts'
import { span } from '../telemetry/span.ts'
import { asFault, rootOf } from './masking.ts'

/** What an operation is called where it is counted: of a caller's own words nothing gets in. */
export interface Named {
  /** The root field that it asks for; `several` where there are more, `unknown` where there is none of this name. */
  readonly operation: string
  readonly type: string
}

const names = new WeakMap<DocumentNode, Map<string | null, Named>>()

export function nameOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined = null,
): Named {
  const known = names.get(document) ?? new Map<string | null, Named>()
  names.set(document, known)
  const before = known.get(operationName)
  if (before !== undefined) return before
  const name = findName(schema, document, operationName)
  known.set(operationName, name)
  return name
}

function findName(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Named {
  const definition = getOperationAST(document, operationName)
  if (!definition) return { operation: 'unknown', type: 'unknown' }
  const type = definition.operation
  const fields = [...rootFields(fragmentsOf(document), definition.selectionSet)]
  const [field] = fields
  if (fields.length > 1) return { operation: 'several', type }
  const there = field!.startsWith('__') || schema.getRootType(type)?.getFields()[field!] !== undefined
  return { operation: there ? field! : 'unknown', type }
}

/** Validated before, so that fragments are there and lead nowhere back. */
function rootFields(fragments: ReturnType<typeof fragmentsOf>, { selections }: SelectionSetNode): ReadonlySet<string> {
  const found = new Set<string>()
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) found.add(selection.name.value)
    else {
      const inside = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!
      for (const name of rootFields(fragments, inside.selectionSet)) found.add(name)
    }
  }
  return found
}

/** Executes an operation, and counts it with the time it took and what went wrong first. */
export async function measured(
  { meters }: Pick<App, 'meters'>,
  { schema, document, operationName }: ExecutionArgs,
  work: () => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const begun = performance.now()
  const { operation, type } = nameOf(schema, document, operationName)
  const count = (code: string | null) => meters.counts.operation(operation, type, code, performance.now() - begun)
  const attributes = { 'graphql.operation.type': type, 'seriema.operation': operation }
  const spanned = () =>
    span(
      `${type} ${operation}`,
      async note => {
        const result = await work()
        const code = result.errors?.[0] === undefined ? null : codeOf(result.errors[0])
        if (code !== null) note({ 'error.type': code })
        return { result, code }
      },
      { attributes },
    )
  try {
    const { result, code } = await spanned()
    count(code)
    return result
  } catch (error) {
    count('INTERNAL')
    throw error
  }
}

/** The code of a Fault, `GRAPHQL` for what GraphQL itself refuses, else INTERNAL. */
export function codeOf(error: GraphQLError): string {
  if (typeof error.extensions.code === 'string') return error.extensions.code
  const cause = explained(rootOf(error))
  return asFault(cause)?.code ?? (cause === undefined ? 'GRAPHQL' : 'INTERNAL')
}

/** Counts what was refused before it was known what it is. */
export function refusedBefore({ meters }: Pick<App, 'meters'>, refused: boolean): void {
  if (refused) meters.counts.operation('invalid', 'unknown', 'GRAPHQL', 0)
}

const routes = ['graphql', 'auth', 'imports', 'versions', 'metrics', 'liveness', 'readiness', 'healthcheck']
const methods = ['GET', 'POST', 'PUT', 'OPTIONS', 'HEAD']

/** The first word of its path; `other` for what is none of ours. */
export const routeOf = ({ url = '/' }: Pick<IncomingMessage, 'url'>): string =>
  routes.find(name => url.startsWith(name, 1)) ?? 'other'

/** A request, from now until its answer is taken or its connection is gone. */
export function measureRequest(
  { meters }: Pick<App, 'meters'>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const begun = performance.now()
  response.once('close', () => {
    // Who goes before it is answered is nobody that could be told anything.
    const status = response.writableFinished ? response.statusCode : 499
    const { method = 'GET' } = request
    const named = methods.includes(method) ? method : 'other'
    meters.counts.request(routeOf(request), named, status, performance.now() - begun)
  })
}
