import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql'
import type { Draw } from './random.ts'
import { type Known, randomValue } from './values.ts'

export interface Operation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

interface Written {
  readonly variables: Map<string, { readonly type: string; readonly value: unknown }>
}

/** An operation that the schema allows, with values that nobody foresaw: arguments go as variables. */
export function operationOf(schema: GraphQLSchema, draw: Draw, known: Known): Operation {
  return operationOn(draw.chance(0.4) ? schema.getMutationType()! : schema.getQueryType()!, schema, draw, known)
}

/** The same of a subscription, and now and then of two in one, which is none. */
export const subscriptionOf = (schema: GraphQLSchema, draw: Draw, known: Known): Operation =>
  operationOn(schema.getSubscriptionType()!, schema, draw, known)

function operationOn(root: GraphQLObjectType, schema: GraphQLSchema, draw: Draw, known: Known): Operation {
  const written: Written = { variables: new Map() }
  const fields = Object.values(root.getFields())
  const count = draw.chance(0.1) ? 2 : 1
  const body = Array.from(
    { length: count },
    (_, i) => `f${i}: ${fieldOf(schema, draw.one(fields), draw, known, written, 0)}`,
  )
  const declared = [...written.variables].map(([name, { type }]) => `$${name}: ${type}`)
  const head = declared.length > 0 ? `(${declared.join(', ')})` : ''
  return {
    query: `${root.name.toLowerCase()}${head} { ${body.join(' ')} }`,
    variables: Object.fromEntries([...written.variables].map(([name, { value }]) => [name, value])),
  }
}

const deepest = 4

function fieldOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  draw: Draw,
  known: Known,
  written: Written,
  depth: number,
): string {
  const given = field.args.filter(arg => isRequiredArgument(arg) || draw.chance(0.5))
  const args = given.map(arg => {
    const name = `v${written.variables.size}`
    written.variables.set(name, { type: String(arg.type), value: randomValue(arg.type, draw, known, arg.name) })
    return `${arg.name}: $${name}`
  })
  const call = args.length > 0 ? `(${args.join(', ')})` : ''
  return `${field.name}${call}${selectionOf(schema, field.type, draw, known, written, depth)}`
}

function selectionOf(
  schema: GraphQLSchema,
  output: GraphQLOutputType,
  draw: Draw,
  known: Known,
  written: Written,
  depth: number,
): string {
  const type = getNamedType(output)
  if (isUnionType(type) || isInterfaceType(type)) {
    const [first] = schema.getPossibleTypes(type).filter(one => !/Fault/.test(one.name))
    const inner =
      first === undefined
        ? ''
        : ` ... on ${first.name} ${selectionOf(schema, first, draw, known, written, depth + 1) || '{ __typename }'}`
    return ` { __typename ... on Fault { code message }${inner} }`
  }
  if (!isObjectType(type)) return ''
  const fields = Object.values(type.getFields())
  const leaves = fields.filter(one => !isObjectType(getNamedType(one.type)) && !isUnionType(getNamedType(one.type)))
  const chosen = [
    ...leaves.filter(() => draw.chance(0.6)),
    ...(depth < deepest ? fields.filter(one => !leaves.includes(one) && draw.chance(0.35)) : []),
  ]
  const inner = chosen.map(
    (one, i) =>
      `${one.args.length > 0 ? `a${depth}${i}: ` : ''}${fieldOf(schema, one, draw, known, written, depth + 1)}`,
  )
  return ` { __typename ${inner.join(' ')} }`
}
