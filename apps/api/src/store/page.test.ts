import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCursor, toPage, writeCursor } from './page.ts'

test('a cursor is read as it was written; anything else is refused', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(x => x + 0),
    fc.constant(null),
  )
  fc.assert(
    fc.property(value, fc.integer({ min: 0 }), (place, id) => {
      expect(readCursor(writeCursor([place, id]))).toEqual([place, id])
    }),
  )
  fc.assert(
    fc.property(fc.string(), text => {
      expect(() => readCursor(text)).toThrow('cursor')
    }),
  )
})

test('one row too many says that there are more; backward pages come out in order', () => {
  const position = (row: number) => [row, row] as const
  expect(toPage({ first: 2 }, [1, 2, 3], position, 9)).toMatchObject({
    edges: [{ node: 1 }, { node: 2 }],
    totalCount: 9,
    hasNextPage: true,
    hasPreviousPage: false,
  })
  expect(toPage({ last: 2, before: 'x' }, [3, 2], position, 9)).toMatchObject({
    edges: [{ node: 2 }, { node: 3 }],
    hasNextPage: true,
    hasPreviousPage: false,
  })
})
