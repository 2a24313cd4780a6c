import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseConfig } from '@seriema/api/config'
import { encodeId } from '@seriema/api/schema/identity'
import { schema } from '@seriema/api/schema/schema'
import { requireAffordable } from '@seriema/api/server/limits'
import { type DocumentNode, Kind, type OperationDefinitionNode, type TypeNode } from 'graphql'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../apps/web/src/graphql/', import.meta.url))

/** Every operation of the dashboard, whatever file it is in. */
async function operations() {
  const files = readdirSync(folder).filter(name => /^[a-z-]+\.ts$/.test(name))
  const modules = await Promise.all(files.map(name => import(`${folder}${name}`) as Promise<Record<string, unknown>>))
  return modules.flatMap(Object.values).flatMap((one): [DocumentNode, OperationDefinitionNode][] => {
    const { definitions = [] } = (one ?? {}) as Partial<DocumentNode>
    const operation = definitions.find(node => node.kind === Kind.OPERATION_DEFINITION)
    return operation === undefined ? [] : [[one as DocumentNode, operation]]
  })
}

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type))

/** As much of everything as a dashboard asks for: pages of 500, windows of 100,000 points. */
const much = (name: string, type: TypeNode): unknown => {
  if (named(type) === 'Int') return /last|tail/i.test(name) ? 100_000 : 500
  // Where a field has a cost by its arguments, those it must have are there.
  if (type.kind === Kind.NON_NULL_TYPE && named(type) === 'String') return 'any'
  if (type.kind === Kind.NON_NULL_TYPE && named(type) === 'ID')
    return encodeId(name === 'model' ? 'Model' : 'Version', 1)
  if (type.kind === Kind.NON_NULL_TYPE && named(type) === 'RecipeInput') return {}
  return named(type) === 'DateTime' ? 0 : undefined
}

test('whatever the dashboard asks costs less than half of what an operation may', async () => {
  const all = await operations()
  expect(all.length).toBeGreaterThan(20)
  const most = parseConfig({}).limits.cost / 2
  for (const [document, operation] of all) {
    const variables = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, type }) => [
        variable.name.value,
        much(variable.name.value, type),
      ]),
    )
    // Variables that are required and of no weight here stand as literals would: only what is counted is given.
    const optional: OperationDefinitionNode = {
      ...operation,
      variableDefinitions: (operation.variableDefinitions ?? []).filter(
        ({ variable }) => variables[variable.name.value] !== undefined,
      ),
    }
    expect(() => requireAffordable(schema, document, optional, variables, most), operation.name?.value).not.toThrow()
  }
})
