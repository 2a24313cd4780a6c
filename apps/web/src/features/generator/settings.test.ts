import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLInputObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { settingFields } from './settings.ts'

test('the form has every parameter of the API, and shows what each is where nothing is said', () => {
  const schema = buildSchema(readFileSync(new URL('../../../../api/schema.graphql', import.meta.url), 'utf8'))
  const fields = (schema.getType('GeneratorSettingsInput') as GraphQLInputObjectType).getFields()
  const usual = (name: string) => Number(/\[(.+)\]/.exec(fields[name]?.description ?? '')?.[1]?.replace(',', ''))
  expect(settingFields.map(({ name }) => name)).toEqual(Object.keys(fields))
  for (const field of settingFields)
    if (field.usual !== undefined) expect(field.usual, field.name).toBe(usual(field.name))
})
