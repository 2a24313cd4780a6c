import { Fault } from '@seriema/domain/fault'
import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  visit,
} from 'graphql'

/** What is no text: half a character (a lone surrogate), or U+0000, which no database column holds. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

const noText = (where: string): Fault =>
  new Fault('INVALID_INPUT', `${where} holds a character that is none: U+0000, or half of a surrogate pair`)

/** Entries of a list, whatever it lists: columns of values and instants are no lists. */
const listedAtMost = 10_000

/** Scalars whose texts are looked at here; all others check their own. */
const texts: ReadonlySet<string> = new Set(['String', 'ID', 'Cursor'])

/** What stands against the texts written in a document itself. */
export function wrongLiterals(document: DocumentNode): Fault[] {
  const wrong: Fault[] = []
  visit(document, {
    StringValue: node => {
      if (!isText(node.value)) wrong.push(noText('a text in the document'))
    },
  })
  return wrong
}

/**
 * The one gate for texts that come as variables: throws INVALID_INPUT naming the place of the first that is none. Columns
 * of values and instants are not walked: each of their elements is checked where points are.
 */
export function requireTexts(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const name = variable.name.value
    const declared = typeFromAST(schema, type) as GraphQLInputType | undefined
    if (declared !== undefined) requireText(declared, variables[name], `$${name}`)
  }
}

function requireText(type: GraphQLInputType, value: unknown, path: string): void {
  if (value == null) return
  if (isNonNullType(type)) requireText(type.ofType, value, path)
  else if (isListType(type)) {
    if (!Array.isArray(value)) requireText(type.ofType, value, path)
    else if (value.length > listedAtMost)
      throw new Fault('TOO_LARGE', `${path} lists ${value.length}, at most ${listedAtMost} are taken at once`)
    else for (const [place, each] of value.entries()) requireText(type.ofType, each, `${path}[${place}]`)
  } else if (isInputObjectType(type)) {
    for (const [name, field] of Object.entries(type.getFields()))
      requireText(field.type, (value as Record<string, unknown>)[name], `${path}.${name}`)
  } else if (typeof value === 'string' && texts.has(type.name) && !isText(value)) throw noText(path)
}
