import { parseInstant } from '@seriema/domain/instant'
import { GraphQLError, Kind, type ValueNode, valueFromASTUntyped } from 'graphql'
import { builder } from './builder.ts'
import type { Column, RawColumn } from './column.ts'

builder.scalarType('DateTime', {
  description:
    'An instant: ISO 8601 with an offset, such as `2026-01-31T12:00:00.000Z`; given out in UTC with milliseconds. After 1970, before 10000.',
  serialize: at => new Date(at).toISOString(),
  parseValue: parseDateTime,
})

builder.scalarType('Instants', {
  description:
    'A column of instants. Out: epoch milliseconds. In: epoch milliseconds or ISO 8601 strings with an offset; each is checked on its own.',
  serialize: serializeColumn,
  parseValue: parseColumn,
  parseLiteral: parseColumnLiteral,
})

builder.scalarType('Values', {
  description:
    'A column of values, one per instant; `null` is a missing value. In: each is checked on its own, a bad one never costs a good one.',
  serialize: serializeColumn,
  parseValue: parseColumn,
  parseLiteral: parseColumnLiteral,
})

builder.scalarType('Cursor', {
  description:
    'Where a subscription was. Opaque; give the last one received as `after` to go on without gap or repeat.',
  serialize: cursor => cursor,
  parseValue: cursor => {
    if (typeof cursor === 'string') return cursor
    throw new GraphQLError('Cursor is the text that a subscription gave')
  },
})

builder.scalarType('Settings', {
  description:
    'Settings of a model by name: numbers, texts, true or false, and lists of records, as `modelKinds` has them.',
  serialize: settings => settings,
  parseValue: parseSettings,
  parseLiteral: (node, variables) => parseSettings(valueFromASTUntyped(node, variables)),
})

builder.scalarType('SettingValue', {
  description: 'What a setting is: a number, a text, true or false, or a list of records.',
  serialize: value => value,
  parseValue: () => {
    throw new GraphQLError('SettingValue is given out only')
  },
})

function parseDateTime(value: unknown): number {
  const at = typeof value === 'string' ? parseInstant(value) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw new GraphQLError('DateTime is ISO 8601 with an offset, such as 2026-01-31T12:00:00Z, after 1970')
}

/** The typed array as a list JSON can carry, in one pass: completing a thousand values one by one would cost more than reading them. */
function serializeColumn(column: Column): readonly (number | null)[] {
  if (!(column instanceof Float64Array)) return column
  const list: (number | null)[] = new Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!
    list[i] = Number.isFinite(value) ? value : null
  }
  return list
}

/** Characters of all settings together, at most. */
const settingsAtMost = 100_000

function parseSettings(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphQLError('Settings is an object: one value by the name of each setting')
  const text = JSON.stringify(value)
  if (text.length > settingsAtMost) throw new GraphQLError(`Settings have at most ${settingsAtMost} characters in all`)
  if (text.includes('\\u0000') || !text.isWellFormed())
    throw new GraphQLError('Settings hold no U+0000 and no lone surrogates')
  return JSON.parse(text)
}

function parseColumn(value: unknown): RawColumn {
  if (Array.isArray(value)) return value
  throw new GraphQLError('expected a list: one column, with one element per instant')
}

function parseColumnLiteral(node: ValueNode, variables?: Record<string, unknown> | null): RawColumn {
  if (node.kind === Kind.LIST) return parseColumn(valueFromASTUntyped(node, variables))
  throw new GraphQLError('expected a list: one column, with one element per instant', { nodes: node })
}
