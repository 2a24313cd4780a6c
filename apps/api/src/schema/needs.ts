import { type Grant, type Need, reachOf } from '@seriema/domain/access'
import { Fault } from '@seriema/domain/fault'
import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from './fragments.ts'

/** What is asked of whoever reaches for a field or a type. */
export interface Needs {
  readonly role: Need
  /** Whether it takes a role for all series: it belongs to none, or to any number. */
  readonly everywhere: boolean
}

/** What a field or type declares: `extensions: needs('viewer')`. */
export const needs = (role: Need, { everywhere = false } = {}): { readonly needs: Needs } => ({
  needs: { role, everywhere },
})

/** Of types that declare nothing: all that is stored is for those who may see. */
const ofTypes: Needs = { role: 'viewer', everywhere: false }
/** Of operations that declare nothing, which a test makes sure there are none of. */
const ofOperations: Needs = { role: 'admin', everywhere: true }
const nothing: Needs = { role: 'nothing', everywhere: false }

const declared = ({ extensions }: { readonly extensions: unknown }): Needs | undefined =>
  (extensions as Partial<{ readonly needs: Needs }> | undefined)?.needs

/** What it takes to ask a type for a field. */
export function needsOfField(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): Needs {
  if (name.startsWith('__') || isUnionType(parent)) return nothing
  const field = parent.getFields()[name]
  const own = field && declared(field)
  if (own !== undefined) return own
  return declared(parent) ?? (isRoot(schema, parent) ? ofOperations : ofTypes)
}

/** Whether an operation says itself what it needs. */
export const declares = (schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): boolean =>
  isObjectType(parent) && isRoot(schema, parent) && declared(parent.getFields()[name]!) !== undefined

const isRoot = (schema: GraphQLSchema, type: GraphQLCompositeType): boolean =>
  type === schema.getQueryType() || type === schema.getMutationType() || type === schema.getSubscriptionType()

/** A need, and the first place that has it. */
interface Claim extends Needs {
  readonly where: string
}

const known = new WeakMap<OperationDefinitionNode, readonly Claim[]>()

/** All that an operation reaches for, each need once. Worked out once for a document. */
function claimsOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): readonly Claim[] {
  const before = known.get(operation)
  if (before !== undefined) return before
  const fragments = fragmentsOf(document)
  const claims = new Map<string, Claim>()
  const seen = new Set<string>()

  const walk = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const name = node.name.value
        const { role, everywhere } = needsOfField(schema, parent, name)
        const key = `${role} ${everywhere}`
        if (role !== 'nothing' && !claims.has(key))
          claims.set(key, { role, everywhere, where: `${parent.name}.${name}` })
        const type = isUnionType(parent) ? undefined : parent.getFields()[name]?.type
        const below = type && getNamedType(type)
        if (node.selectionSet && isCompositeType(below)) walk(node.selectionSet, below)
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        const type = node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent
        if (isCompositeType(type)) walk(node.selectionSet, type)
      } else {
        const fragment = fragments.get(node.name.value)
        if (fragment === undefined || seen.has(node.name.value)) continue
        seen.add(node.name.value)
        const type = schema.getType(fragment.typeCondition.name.value)
        if (isCompositeType(type)) walk(fragment.selectionSet, type)
      }
    }
  }
  walk(operation.selectionSet, schema.getRootType(operation.operation)!)
  const found = [...claims.values()]
  known.set(operation, found)
  return found
}

/** The one place where roles are asked for, for all that goes by GraphQL. Throws ACCESS_DENIED naming what is missing. */
export function requireRoles(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  grants: readonly Grant[],
): void {
  for (const claim of claimsOf(schema, document, operation)) requireGrant(grants, claim, claim.where)
}

/** The same for what does not go by GraphQL. Throws ACCESS_DENIED. */
export function requireGrant(grants: readonly Grant[], { role, everywhere }: Needs, where: string): void {
  const reach = reachOf(grants, role)
  if (reach === undefined)
    throw new Fault('ACCESS_DENIED', `${where} is open to the role ${role}, which you do not have`)
  if (everywhere && reach !== null)
    throw new Fault('ACCESS_DENIED', `${where} takes the role ${role} for all series, and yours is for some`)
}
