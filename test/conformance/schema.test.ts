import { committed, printed } from '@seriema/api/schema/print'
import { schema } from '@seriema/api/schema/schema'
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, isSpecifiedScalarType } from 'graphql'
import { describe, expect, test } from 'vitest'

/** Everything that can carry a description, by its coordinate. */
function* described(): Generator<readonly [coordinate: string, description: string | null | undefined]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue
    yield [type.name, type.description]
    if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description]
    if (isInputObjectType(type) || isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description]
        if ('args' in field)
          for (const arg of field.args) yield [`${type.name}.${field.name}(${arg.name}:)`, arg.description]
      }
  }
}

describe('the schema', () => {
  test('describes every type, field, argument, enum value and input field in sentences', () => {
    const lacking = [...described()].filter(([, description]) => !/^[\w`'"].*[.`\])]$/s.test(description ?? ''))
    expect(lacking).toEqual([])
  })

  test('names a Fault for every mutation, and only types that say code and message', () => {
    for (const [name, field] of Object.entries(schema.getMutationType()!.getFields())) {
      const types = schema.getPossibleTypes(schema.getType(String(field.type).replace('!', '')) as never)
      const faults = types.filter(type => type.getInterfaces().some(each => each.name === 'Fault'))
      expect(faults.length, name).toBe(types.length - 1)
      expect(faults.map(type => type.name)).toContain('InvalidInput')
    }
  })

  test('is the one in schema.graphql: `pnpm schema` writes it', () => {
    expect(committed()).toBe(printed())
  })
})
