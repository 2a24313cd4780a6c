import { execute, GraphQLScalarType, parse, parseValue } from 'graphql'
import { describe, expect, test } from 'vitest'
import { schema } from './schema.ts'

const scalar = (name: string): GraphQLScalarType => {
  const type = schema.getType(name)
  if (!(type instanceof GraphQLScalarType)) throw new Error(`${name} is not a scalar`)
  return type
}

describe('a column', () => {
  test('leaves as a plain list, with null for what is missing', () => {
    const column = Float64Array.of(1.5, Number.NaN, -0, Number.POSITIVE_INFINITY)
    expect(JSON.stringify(scalar('Values').serialize(column))).toBe('[1.5,null,0,null]')
  })

  test('that is a list already leaves as it is, uncopied', () => {
    const list = [1, null]
    expect(scalar('Instants').serialize(list)).toBe(list)
  })

  test('comes in as it was sent, whatever its elements: they are judged one by one later', () => {
    const sent = [1, '2026-01-31T12:00:00Z', null, { odd: true }, [1]]
    expect(scalar('Instants').parseValue(sent)).toBe(sent)
    const literal = parseValue('[1, -2.5, "2026-01-31T12:00:00Z", null, WORD, true]')
    expect(scalar('Values').parseLiteral(literal, {})).toEqual([1, -2.5, '2026-01-31T12:00:00Z', null, 'WORD', true])
  })

  test.each([[1], ['x'], [null], [{}]])('that is no list, %j, is refused', value => {
    expect(() => scalar('Values').parseValue(value)).toThrow(/expected a list/)
  })
})

describe('DateTime', () => {
  test('is given out in UTC with milliseconds', () => {
    expect(scalar('DateTime').serialize(1_769_860_800_000)).toBe('2026-01-31T12:00:00.000Z')
  })

  test('is taken with an offset, as text alone', () => {
    expect(scalar('DateTime').parseValue('2026-01-31T09:00:00-03:00')).toBe(1_769_860_800_000)
    for (const bad of ['2026-01-31', '2026-01-31T12:00:00', '2026-02-30T12:00:00Z', 'now', '', 1_769_860_800_000, null])
      expect(() => scalar('DateTime').parseValue(bad)).toThrow(/ISO 8601 with an offset/)
  })
})

test('a closed set goes by the names of the domain inside and by those of GraphQL outside', async () => {
  const document = parse('{ __type(name: "ForecasterKind") { enumValues { name } } }')
  const { data } = await execute({ schema, document })
  expect(JSON.stringify(data)).toContain('SEASONAL_NAIVE')
  const type = schema.getType('ForecasterKind') as unknown as { getValue(name: string): { value: string } }
  expect(type.getValue('SEASONAL_NAIVE').value).toBe('seasonal-naive')
})
