import { parse } from 'graphql'
import { expect, test, vi } from 'vitest'
import { sharing } from './sharing.ts'

const document = parse(
  'subscription S($after: Cursor, $keys: [String!]) { pointsAdded(after: $after, series: $keys) { cursor } }',
)
const asking = (variableValues: Record<string, unknown>, viewer = '', from = document) =>
  sharing({ document: from, variableValues }, viewer)

test('the same question about the same event is answered once, wherever it is resumed from', () => {
  const event = {}
  const work = vi.fn(() => ({ data: {} }))
  const first = asking({ keys: ['a'], after: 'x' })(event, work)
  expect(asking({ after: 'y', keys: ['a'] })(event, work)).toBe(first)
  expect(work).toHaveBeenCalledTimes(1)
})

test('another event, document, variable or viewer is another question', () => {
  const event = {}
  const work = vi.fn(() => ({ data: {} }))
  asking({ keys: ['a'] })(event, work)
  asking({ keys: ['a'] })({}, work)
  asking({ keys: ['b'] })(event, work)
  asking({ keys: ['a'] }, 'somebody')(event, work)
  asking({ keys: ['a'] }, '', parse('subscription { pointsAdded { cursor } }'))(event, work)
  expect(work).toHaveBeenCalledTimes(5)
})
