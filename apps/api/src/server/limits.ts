import { complexityFromQuery } from '@pothos/plugin-complexity'
import { Fault } from '@seriema/domain/fault'
import {
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Limits } from '../config.ts'
import { fragmentsOf } from '../schema/fragments.ts'

interface Size {
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  /** Directives of the one node that has most. */
  readonly repeated: number
  readonly fields: number
  /** Fields side by side, here and in the widest place below. */
  readonly width: number
  readonly widest: number
}

/** More than any client writes; a document full of them only costs time, fields side by side by their square. */
const mostDirectives = 50
const mostOnOne = 5
const mostSideBySide = 100
const mostFields = 2_000

const nothing: Size = { depth: 0, aliases: 0, directives: 0, repeated: 0, fields: 0, width: 0, widest: 0 }

/** What stands against a document, judged by its text alone; fragments count wherever they are spread. */
export function oversize(document: DocumentNode, limits: Pick<Limits, 'depth' | 'aliases'>): Fault[] {
  const measure = measurer(document)
  return document.definitions.flatMap(definition => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return []
    const { depth, aliases, directives, repeated, fields, widest } = measure(definition.selectionSet)
    return [
      exceeded('levels deep', depth, limits.depth),
      exceeded('aliases', aliases, limits.aliases),
      exceeded('fields side by side', widest, mostSideBySide),
      exceeded('directives', directives + (definition.directives?.length ?? 0), mostDirectives),
      exceeded('directives in one place', Math.max(repeated, definition.directives?.length ?? 0), mostOnOne),
      exceeded('fields, those of fragments wherever they are spread', fields, mostFields),
    ].filter(fault => fault !== null)
  })
}

const exceeded = (what: string, found: number, most: number): Fault | null =>
  found > most ? new Fault('TOO_LARGE', `the operation has ${found} ${what}, at most ${most} are allowed`) : null

/** Introspection is exempt from depth: it is as deep as types are wrapped, and GraphQL.js bounds it itself. */
const isIntrospection = (node: SelectionNode): boolean => node.kind === Kind.FIELD && node.name.value.startsWith('__')

function measurer(document: DocumentNode): (selections: SelectionSetNode) => Size {
  const fragments = fragmentsOf(document)
  const known = new Map<SelectionSetNode, Size>()

  const measure = (set: SelectionSetNode): Size => {
    const before = known.get(set)
    if (before !== undefined) return before
    // A fragment that spreads itself counts as nothing here: validation refuses it.
    known.set(set, nothing)
    let { depth, aliases, directives, repeated, fields, width, widest } = nothing
    for (const node of set.selections) {
      const below =
        node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)?.selectionSet : node.selectionSet
      const inner = below === undefined ? nothing : measure(below)
      const isField = node.kind === Kind.FIELD
      depth = Math.max(depth, isIntrospection(node) ? 1 : inner.depth + (isField ? 1 : 0))
      aliases += inner.aliases + (isField && node.alias !== undefined ? 1 : 0)
      width += isField ? 1 : inner.width
      widest = Math.max(widest, inner.widest)
      directives += inner.directives + (node.directives?.length ?? 0)
      repeated = Math.max(repeated, inner.repeated, node.directives?.length ?? 0)
      fields += inner.fields + (isField ? 1 : 0)
    }
    const size = { depth, aliases, directives, repeated, fields, width, widest: Math.max(width, widest) }
    known.set(set, size)
    return size
  }
  return measure
}

const constantCosts = new WeakMap<OperationDefinitionNode, number>()

/**
 * Throws TOO_LARGE when what the operation asks for, with these variables, costs more than `most`. Variables that do not
 * fit are left to the execution, which names them.
 */
export function requireAffordable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  most: number,
): void {
  const cost = constantCosts.get(operation) ?? costOf(schema, document, operation, variables)
  if (cost > most)
    throw new Fault(
      'TOO_LARGE',
      `the operation costs ${Math.ceil(cost)}, at most ${most} is allowed: ask for fewer rows`,
    )
}

function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const constant = (operation.variableDefinitions ?? []).length === 0
  if (!constant && getVariableValues(schema, operation.variableDefinitions!, variables, { maxErrors: 1 }).errors)
    return 0
  const alone: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(document).values()] }
  const { complexity } = complexityFromQuery(alone, { schema, variables, ctx: {} })
  if (constant) constantCosts.set(operation, complexity)
  return complexity
}
