import {
  type GraphQLInputType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'

/** The least that an argument takes, be there such a thing or not. */
function least(type: GraphQLInputType, typename: string): unknown {
  if (isNonNullType(type)) return least(type.ofType, typename)
  if (isListType(type)) return []
  if (isEnumType(type)) return type.getValues()[0]!.name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(field => type.isOneOf || isRequiredInputField(field))
    const chosen = type.isOneOf ? fields.slice(0, 1) : fields
    return Object.fromEntries(chosen.map(field => [field.name, least(field.type, typename)]))
  }
  if (!isLeafType(type)) return null
  return (
    {
      ID: Buffer.from(`${typename}:1`).toString('base64url'),
      Int: 1,
      Float: 1,
      Boolean: false,
      DateTime: '2026-01-01T00:00:00Z',
      Instants: [],
      Values: [],
    }[type.name] ?? 'x'
  )
}

/** The least of an operation that is one field; ids are of a type, be there such a thing or not. */
export function documentOf(root: GraphQLObjectType, name: string, typename = 'Model') {
  const args = root.getFields()[name]!.args.filter(isRequiredArgument)
  const head = args.map(arg => `$${arg.name}: ${arg.type}`).join(', ')
  const given = args.map(arg => `${arg.name}: $${arg.name}`).join(', ')
  const text = `${root.name.toLowerCase()}${head && `(${head})`} { ${name}${given && `(${given})`} { __typename } }`
  return { text, variables: Object.fromEntries(args.map(arg => [arg.name, least(arg.type, typename)])) }
}
