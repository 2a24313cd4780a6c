import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { anyone } from '../access/caller.ts'
import { createUntaken } from './untaken.ts'

/** Operations that the audit is told of where a text is no document. */
function toldOf(text: string): readonly string[] {
  const told: string[] = []
  const failed = (_actor: unknown, operation: string) => void told.push(operation)
  const schema = buildSchema('type Query { a: Int } type Mutation { b: Int }')
  createUntaken({ audit: { failed } as never }, schema).text(anyone('127.0.0.1'), text, new Error('no document'))
  return told
}

test.each([
  ['mutation {', 1],
  ['\uFEFF ,\n# first\n # second\r\n,mutation X(', 1],
  ['# mutation', 0],
  ['query { mutation', 0],
  ['{ mutation', 0],
  ['mutations {', 0],
])('%j is a mutation %i times', (text, times) => {
  expect(toldOf(text)).toEqual(Array(times).fill('mutation'))
})

test.each([
  ['commas and comments', '#,'],
  ['comments and lines', '#\n'],
  ['blanks', ' ,\n'],
])('a text of a million %s is read once', (_what, part) => {
  // Read in more than one way it would not end at all.
  expect(toldOf(part.repeat(1_000_000))).toEqual([])
})
