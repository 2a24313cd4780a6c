import { defaultFieldResolver, type GraphQLSchema, OperationTypeNode } from 'graphql'
import { collectsSpans, span } from '../telemetry/span.ts'

const traced = new WeakSet<GraphQLSchema>()

/** Makes a span of each root field of queries and mutations, and of what is resolved for it; nothing where nobody collects any. */
export function traceRootFields(schema: GraphQLSchema): void {
  if (!collectsSpans() || traced.has(schema)) return
  traced.add(schema)
  for (const type of [OperationTypeNode.QUERY, OperationTypeNode.MUTATION]) {
    const root = schema.getRootType(type)
    for (const field of Object.values(root?.getFields() ?? {})) {
      const resolve = field.resolve ?? defaultFieldResolver
      field.resolve = (...args) => span(`${root!.name}.${field.name}`, () => resolve(...args))
    }
  }
}
